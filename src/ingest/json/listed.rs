//! A list of articles that stands within an object, as services send it: `{"status": "ok", "articles": [{…}, {…}]}`.

use crate::ingest::decode::lossy;
use crate::lists::lines;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// How deep a list may stand.
const DEEPEST: usize = 3;

/// The objects of the list that an object holds under a usual name (`data/lists.txt`); none where it holds no such list.
pub fn listed(bytes: &[u8]) -> Vec<Box<RawValue>> {
    let (text, _) = lossy(bytes);
    let items = within(text.trim_start_matches('\u{feff}'), 0).unwrap_or_default();
    items.into_iter().map(ToOwned::to_owned).collect()
}

fn within(object: &str, depth: usize) -> Option<Vec<&RawValue>> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    lines(include_str!("../data/lists.txt")).find_map(|name| {
        let value: &RawValue = members.get(name)?;
        match value.get().as_bytes().first()? {
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
                items.first()?.get().starts_with('{').then_some(items)
            }
            b'{' if depth < DEEPEST => within(value.get(), depth + 1),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn the_list_under_a_usual_name() {
        for (json, count) in [
            (r#"{"status": "ok", "articles": [{"title": "a"}, {"title": "b"}]}"#, 2),
            (r#"{"response": {"total": 1, "results": [{"a": "]"}]}}"#, 1),
            (r#"{"tags": [{"a": 1}], "items": ["a"]}"#, 0),
            (r#"{"articles": []}"#, 0),
            (r#"{"data": 1}"#, 0),
            ("[{}]", 0),
            ("{", 0),
        ] {
            assert_eq!(listed(json.as_bytes()).len(), count, "{json}");
        }
        let deep = "{\"data\": ".repeat(50_000);
        assert!(listed(deep.as_bytes()).is_empty());
    }
}
