//! The page's `<meta>` tags by name.

use dom_query::Document;

/// The most tags that are read.
const MOST: usize = 2000;

/// Names (in lower case) with their contents, in their order.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    tags: Vec<(String, String)>,
}

impl Meta {
    /// Reads the tags of a page.
    pub fn read(document: &Document) -> Self {
        let mut tags = Vec::new();
        for tag in document.select("meta[content]").iter().take(MOST) {
            let content = tag.attr("content").unwrap_or_default();
            let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = tag.attr(key).filter(|_| !content.is_empty()) {
                    tags.push((name.trim().to_lowercase(), content.clone()));
                }
            }
        }
        Self { tags }
    }

    /// The contents under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.tags.iter().filter(move |(n, _)| n == name).map(|(_, content)| content.as_str())
    }

    /// What a page's card says under a label: `twitter:label1` names what `twitter:data1` holds. The label in lower case.
    pub fn labelled(&self, label: &str) -> Vec<String> {
        let labels = self.tags.iter().filter_map(|(name, content)| {
            let number = name.strip_prefix("twitter:label")?;
            (content.to_lowercase() == label).then(|| format!("twitter:data{number}"))
        });
        labels.filter_map(|name| self.first(&[&name]).map(str::to_owned)).collect()
    }

    /// The first content under the first of these names that has one.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.tags.iter().find(|(n, _)| n == name))
            .map(|(_, content)| content.as_str())
    }
}
