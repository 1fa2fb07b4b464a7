//! Addresses as they are compared: what is the same page has the same key.

use super::marked;
use std::sync::LazyLock;

/// Names of parameters, and beginnings of names.
static TRACKING: LazyLock<(Vec<String>, Vec<String>)> =
    LazyLock::new(|| marked(include_str!("data/tracking-parameters.txt"), |line| line.strip_suffix('*')));

/// Beginnings of a host that lead to the same pages.
const SAME_HOST: [&str; 4] = ["www.", "m.", "mobile.", "amp."];

/// Ends of a path that lead to the same page.
const SAME_PAGE: [&str; 4] = ["/", "/amp", "/index.html", "/index.php"];

/// The key of an address of an article: without scheme, `www.`, port, tracking, fragment. `None` for a home page, which
/// holds another article every day, and for what is no address of a page.
pub(crate) fn key(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    // A fragment is a place on the page; "#!" is how some sites write a path.
    let rest = match rest.find('#') {
        Some(at) if !rest.get(at..).is_some_and(|fragment| fragment.starts_with("#!")) => rest.get(..at)?,
        _ => rest,
    };
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = before.split_at(before.find('/').unwrap_or(before.len()));
    let host = host.rsplit('@').next()?.to_lowercase();
    let mut host = host.strip_suffix(":80").or(host.strip_suffix(":443")).unwrap_or(&host);
    while let Some(shorter) = SAME_HOST.iter().find_map(|beginning| host.strip_prefix(beginning)) {
        host = shorter;
    }
    let mut path = match path.strip_prefix("/amp/") {
        Some(rest) if !rest.is_empty() => path.get(4..)?,
        _ => path,
    };
    while let Some(shorter) = SAME_PAGE.iter().find_map(|end| path.strip_suffix(end)) {
        path = shorter;
    }
    let mut parameters: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !is_tracking(p)).collect();
    parameters.sort_unstable();
    if host.is_empty() || (path.is_empty() && parameters.is_empty()) {
        return None;
    }
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    Some(format!("{host}{path}{query}"))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("").to_ascii_lowercase();
    let (names, beginnings) = &*TRACKING;
    names.contains(&name) || beginnings.iter().any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn the_same_page_has_the_same_key() {
        let page = key("https://querl.example/news/17?id=4&b=2");
        assert_eq!(page.as_deref(), Some("querl.example/news/17?b=2&id=4"));
        for other in [
            "http://www.querl.example/news/17/?b=2&id=4",
            " https://Querl.example:443/news/17?utm_source=x&b=2&id=4&fbclid=9#comments ",
            "https://m.querl.example/news/17/amp?b=2&id=4",
            "https://querl.example/amp/news/17?b=2&id=4",
            "https://reader@querl.example/news/17?b=2&&id=4",
        ] {
            assert_eq!(key(other), page, "{other}");
        }
        for other in [
            "https://querl.example/news/18?id=4&b=2",
            "https://marn.example/news/17?id=4&b=2",
            "https://querl.example/ampere/news/17?id=4&b=2",
        ] {
            assert_ne!(key(other), page, "{other}");
        }
        assert_ne!(key("https://querl.example/#!a"), key("https://querl.example/#!b"));
    }

    #[test]
    fn home_pages_and_other_things_have_none() {
        for address in [
            "https://querl.example",
            "https://www.querl.example/",
            "https://querl.example/index.html?utm_source=x",
            "https://querl.example/amp/",
            "news/17.html",
            "mailto:ada@querl.example",
            "urn:uuid:7",
            "https://",
            "http:///",
            "",
        ] {
            assert_eq!(key(address), None, "{address}");
        }
    }
}
