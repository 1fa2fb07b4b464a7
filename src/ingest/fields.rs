//! Which of their names stands for which of our fields: `--map title=headline,text=content.body`.

use super::json::Lenient;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// What an article in a table or a JSON object may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Its id there.
    Id,
    /// Its text.
    Text,
    /// A page, in place of the text.
    Html,
    /// The headline.
    Title,
    /// The day it was published.
    Date,
    /// Who published it.
    Outlet,
    /// Its address.
    Url,
    /// Who wrote it.
    Author,
}

impl Field {
    /// All fields.
    pub const ALL: [Field; 8] = [
        Field::Id,
        Field::Text,
        Field::Html,
        Field::Title,
        Field::Date,
        Field::Outlet,
        Field::Url,
        Field::Author,
    ];

    /// Its name in the contract.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Text => "text",
            Field::Html => "html",
            Field::Title => "title",
            Field::Date => "date",
            Field::Outlet => "outlet",
            Field::Url => "url",
            Field::Author => "author",
        }
    }

    /// The field of a name in the contract.
    pub fn of_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// Names that stand for fields; where a field has none, its own name does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    rows: Vec<(Field, String)>,
}

impl FieldMap {
    /// Adds `title=headline,text=body`; the error says in words what is wrong with it.
    pub fn add(&mut self, rules: &str) -> Result<(), String> {
        for rule in rules.split(',').map(str::trim).filter(|rule| !rule.is_empty()) {
            let (ours, theirs) = rule.split_once('=').ok_or_else(|| format!("\"{rule}\" has no \"=\""))?;
            let field = Field::of_name(ours.trim()).ok_or_else(|| {
                let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
                format!("\"{}\" is no field; the fields are {}", ours.trim(), names.join(", "))
            })?;
            let theirs = theirs.trim();
            if theirs.is_empty() {
                return Err(format!("\"{rule}\" names nothing"));
            }
            self.rows.retain(|(known, _)| *known != field);
            self.rows.push((field, theirs.to_owned()));
        }
        Ok(())
    }

    /// Whether no name was given.
    pub(super) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The name that stands for a field, if one was given.
    pub fn theirs(&self, field: Field) -> Option<&str> {
        self.rows.iter().find(|(known, _)| *known == field).map(|(_, theirs)| theirs.as_str())
    }

    /// Whether a name was given to stand for some field.
    pub(super) fn names(&self, name: &str) -> bool {
        self.rows.iter().any(|(_, theirs)| theirs == name)
    }

    /// Calls `found` for each field that the value under this name of an object gives. A dot leads into objects:
    /// `content.body`.
    pub(super) fn each<'a>(
        &self,
        name: &str,
        value: &'a RawValue,
        mut found: impl FnMut(Field, &'a RawValue),
    ) {
        let own = Field::of_name(name).filter(|field| self.theirs(*field).is_none() && !self.names(name));
        if let Some(field) = own {
            found(field, value);
        }
        for (field, theirs) in &self.rows {
            if theirs == name {
                found(*field, value);
            } else if let Some(rest) = theirs.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'))
                && let Some(inner) = within(value, rest)
            {
                found(*field, inner);
            }
        }
    }
}

/// The value at a path of names with dots between them.
pub(super) fn within<'a>(mut value: &'a RawValue, path: &str) -> Option<&'a RawValue> {
    for name in path.split('.') {
        let mut json = serde_json::Deserializer::from_str(value.get());
        value = (&mut json).deserialize_map(Member(name)).ok().flatten()?;
    }
    Some(value)
}

struct Member<'n>(&'n str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<Lenient>()? {
            let value: &'de RawValue = map.next_value()?;
            if name.text == self.0 {
                found = Some(value);
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_and_the_wrong_ones_named() {
        let mut map = FieldMap::default();
        assert_eq!(map.add("title=headline, text = content.body"), Ok(()));
        assert_eq!(map.theirs(Field::Title), Some("headline"));
        assert_eq!(map.theirs(Field::Text), Some("content.body"));
        assert_eq!(map.theirs(Field::Url), None);
        for (rules, wrong) in
            [("title", "has no \"=\""), ("head=x", "\"head\" is no field"), ("title=", "names nothing")]
        {
            assert!(map.add(rules).unwrap_err().contains(wrong), "{rules}");
        }
    }
}
