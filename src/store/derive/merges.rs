//! Who is one with whom, and who is not, as people decided. Of two decisions on the same speakers the later one holds, and no
//! ring of merges is left.

use super::named::Named;
use std::collections::{HashMap, HashSet};

/// What was decided on who is who.
#[derive(Debug, Default)]
pub(super) struct Merges {
    /// Speaker → the one that it is, and how many merges were made before.
    into: HashMap<String, (Named, usize)>,
    /// Speakers into whom others were merged, now or once.
    targets: HashMap<String, Named>,
    /// Speakers who were merged into others, now or once.
    sources: HashMap<String, Named>,
    /// How many merges were made.
    made: usize,
    /// Pairs of speakers, the smaller id first.
    kept_apart: HashSet<(String, String)>,
    split_off: HashSet<String>,
}

impl Merges {
    /// The first is the other.
    pub(super) fn merge(&mut self, speaker: Named, other: Named) {
        if other.id == speaker.id {
            return;
        }
        self.kept_apart.remove(&pair(&speaker.id, &other.id));
        self.open_ring(&speaker.id, &other.id);
        self.made += 1;
        self.targets.insert(other.id.clone(), other.clone());
        self.sources.insert(speaker.id.clone(), speaker.clone());
        self.into.insert(speaker.id, (other, self.made));
    }

    /// The two are not one.
    pub(super) fn split(&mut self, one: &Named, other: &Named) {
        self.cut(one, other);
        self.kept_apart.insert(pair(&one.id, &other.id));
    }

    /// The bearer of a name in an article is another one than elsewhere.
    pub(super) fn split_off(&mut self, bearer: Named) {
        self.take_out(&bearer);
        self.split_off.insert(bearer.id);
    }

    /// Takes back the merge that would make the new one `from` → `to` lead back to `from`.
    fn open_ring(&mut self, from: &str, to: &str) {
        let mut at = to.to_owned();
        while let Some(next) = self.into.get(&at).map(|(named, _)| named.id.clone()) {
            if next == from {
                self.into.remove(&at);
                return;
            }
            at = next;
        }
    }

    /// Where merges lead to from an id, itself first.
    fn way(&self, id: &str) -> Vec<String> {
        let mut way = vec![id.to_owned()];
        while let Some((next, _)) = way.last().and_then(|at| self.into.get(at)) {
            way.push(next.id.clone());
        }
        way
    }

    /// Takes back the merges by which two speakers are one, whichever was merged into which. A surname is also whoever
    /// bears it in one article: "Okafor is not Kate Okafor" takes back that the Okafor of some article is.
    fn cut(&mut self, one: &Named, other: &Named) {
        let bearers = |of: &Named| -> Vec<Named> {
            let is_any = of.article.is_none() && of.is_surname();
            let bearers = self.sources.values().filter(|source| is_any && source.bears(of));
            std::iter::once(of).chain(bearers).cloned().collect()
        };
        let (ones, others) = (bearers(one), bearers(other));
        for one in &ones {
            others.iter().for_each(|other| self.cut_way(one, other));
        }
    }

    /// Takes back the last of the merges by which two speakers are one; of a surname in one article its own, which leaves
    /// all others as they are.
    fn cut_way(&mut self, one: &Named, other: &Named) {
        let (of_one, of_other) = (self.way(&one.id), self.way(&other.id));
        if of_one.last() != of_other.last() {
            return;
        }
        let tied = || {
            let alone = |id: &&String| of_one.contains(id) != of_other.contains(id);
            of_one.iter().chain(&of_other).filter(alone)
        };
        let is_own = |id: &&String| {
            [one, other].iter().any(|named| named.id == **id && named.article.is_some() && named.is_surname())
        };
        let order = |id: &&String| self.into.get(*id).map(|(_, order)| *order);
        let cut = tied().find(is_own).or_else(|| tied().max_by_key(order));
        if let Some(cut) = cut {
            self.into.remove(cut);
        }
    }

    /// Takes the bearer of a name in an article out of those of that name, or of a surname, with whom it was merged. Who
    /// was merged into it stays one speaker, with the last of them for a head.
    fn take_out(&mut self, bearer: &Named) {
        let is_alike =
            |other: &Named| bearer.is_surname() || bearer.normal == other.normal && bearer.kind == other.kind;
        if self.into.get(&bearer.id).is_some_and(|(to, _)| is_alike(to)) {
            self.into.remove(&bearer.id);
        }
        let is_head = self.targets.contains_key(&bearer.id);
        let into = self.into.iter().filter(|(id, (to, _))| {
            is_head && to.id == bearer.id && self.sources.get(*id).is_some_and(&is_alike)
        });
        let mut into: Vec<(usize, String)> = into.map(|(id, (_, order))| (*order, id.clone())).collect();
        into.sort_unstable();
        let Some(head) = into.pop().and_then(|(_, id)| self.sources.get(&id).cloned()) else { return };
        self.into.remove(&head.id);
        for (order, id) in into {
            self.into.insert(id, (head.clone(), order));
        }
        self.targets.remove(&bearer.id);
        self.targets.insert(head.id.clone(), head);
    }

    /// The speaker that the one with this id is, by decision. `general` is the id without the article, for decisions
    /// on a name wherever it occurs, but of those bearers who were said not to be that one.
    pub(super) fn merged(&self, id: &str, general: &str) -> Option<&Named> {
        let by_name = || {
            let merge = self.into.get(general)?;
            let is_another = |to: &String| self.kept_apart.contains(&pair(id, to));
            (id == general || !self.way(general).iter().skip(1).any(is_another)).then_some(merge)
        };
        let mut named = &self.into.get(id).or_else(by_name)?.0;
        while let Some((next, _)) = self.into.get(&named.id) {
            named = next;
        }
        Some(named)
    }

    /// Whether somebody said that the first is not the second, in either order.
    pub(super) fn keeps_apart(&self, id: &str, general: &str, other: &str) -> bool {
        !self.kept_apart.is_empty()
            && [id, general].iter().any(|id| self.kept_apart.contains(&pair(id, other)))
    }

    /// Whether anybody was said not to be somebody else.
    pub(super) fn keeps_anything_apart(&self) -> bool {
        !self.kept_apart.is_empty()
    }

    /// Whether the bearer of a name in an article was said to be another one.
    pub(super) fn splits_anything_off(&self) -> bool {
        !self.split_off.is_empty()
    }

    /// Whether the bearer with this id (of a name in an article) was said to be another one than elsewhere.
    pub(super) fn is_split_off(&self, own: &str) -> bool {
        self.split_off.contains(own)
    }

    /// The speaker that one with these ids is, by decision: the one that the last merge of any of them leads to, or else
    /// itself, where others were merged into it.
    pub(super) fn root<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Option<&Named> {
        if self.into.is_empty() {
            return None;
        }
        let ids: Vec<&str> = ids.collect();
        let last = ids.iter().filter(|id| self.into.contains_key(**id));
        match last.max_by_key(|id| self.into.get(**id).map(|(_, order)| *order)) {
            Some(id) => self.merged(id, id),
            None => ids.iter().find_map(|id| self.targets.get(*id)),
        }
    }
}

/// Two ids, in their order.
fn pair(one: &str, other: &str) -> (String, String) {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    (first.to_owned(), second.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Named {
        Named::new(name, Some("person"), None)
    }

    fn in_article(name: &str, article: &str) -> Named {
        Named::new(name, Some("person"), Some(article))
    }

    /// Whom a person of a name is, by decision.
    fn who<'m>(merges: &'m Merges, name: &Named) -> Option<&'m str> {
        merges.merged(&name.id, &person(name.name()).id).map(Named::name)
    }

    #[test]
    fn merges_lead_on_to_the_last() {
        let mut merges = Merges::default();
        merges.merge(person("Kate Okafor"), person("Katherine Okafor"));
        merges.merge(person("Katherine Okafor"), person("Dame Katherine Okafor-Lund"));
        assert_eq!(who(&merges, &person("Kate Okafor")), Some("Dame Katherine Okafor-Lund"));
        merges.merge(person("Kate Okafor"), person("Kate Okafor"));
        assert_eq!(who(&merges, &person("Kate Okafor")), Some("Dame Katherine Okafor-Lund"), "nobody else");
    }

    #[test]
    fn the_merge_made_later_leaves_no_ring() {
        let mut merges = Merges::default();
        merges.merge(person("Ana Berg"), person("Bea Lund"));
        merges.merge(person("Bea Lund"), person("Cia Moen"));
        merges.merge(person("Cia Moen"), person("Ana Berg"));
        assert_eq!(who(&merges, &person("Cia Moen")), Some("Bea Lund"));
        assert_eq!(who(&merges, &person("Ana Berg")), Some("Bea Lund"));
        assert_eq!(who(&merges, &person("Bea Lund")), None, "no longer Cia Moen");
    }

    #[test]
    fn a_split_takes_back_the_merge_that_made_them_one() {
        let mut merges = Merges::default();
        merges.merge(person("Ana Berg"), person("Cia Moen"));
        merges.merge(person("Bea Lund"), person("Cia Moen"));
        merges.split(&person("Ana Berg"), &person("Bea Lund"));
        assert_eq!(who(&merges, &person("Ana Berg")), Some("Cia Moen"));
        assert_eq!(who(&merges, &person("Bea Lund")), None, "of the two merges the later");
        let (ana, bea) = (person("Ana Berg").id, person("Bea Lund").id);
        assert!(merges.keeps_apart(&ana, &ana, &bea) && merges.keeps_apart(&bea, &bea, &ana));
        merges.merge(person("Bea Lund"), person("Ana Berg"));
        assert!(!merges.keeps_anything_apart());
        assert_eq!(who(&merges, &person("Bea Lund")), Some("Cia Moen"));
    }

    #[test]
    fn a_surname_is_split_wherever_it_was_merged() {
        let mut merges = Merges::default();
        let kate = person("Kate Okafor");
        merges.merge(in_article("Okafor", "a:1"), kate.clone());
        merges.merge(in_article("Okafor", "a:2"), kate.clone());
        merges.split(&person("Okafor"), &kate);
        assert_eq!(who(&merges, &in_article("Okafor", "a:1")), None);
        assert_eq!(who(&merges, &in_article("Okafor", "a:2")), None);
    }

    #[test]
    fn a_surname_of_one_article_is_split_there_alone() {
        let mut merges = Merges::default();
        let kate = person("Kate Okafor");
        merges.merge(in_article("Okafor", "a:1"), kate.clone());
        merges.merge(in_article("Okafor", "a:2"), kate.clone());
        merges.split(&in_article("Okafor", "a:2"), &kate);
        assert_eq!(who(&merges, &in_article("Okafor", "a:1")), Some("Kate Okafor"));
        assert_eq!(who(&merges, &in_article("Okafor", "a:2")), None);
    }

    #[test]
    fn who_was_merged_into_one_that_is_taken_out_stays_one() {
        let mut merges = Merges::default();
        let head = in_article("John Carver", "a:1");
        for article in ["a:2", "a:3"] {
            merges.merge(in_article("John Carver", article), head.clone());
        }
        merges.split_off(head.clone());
        assert!(merges.is_split_off(&head.id));
        let (second, third) = (in_article("John Carver", "a:2"), in_article("John Carver", "a:3"));
        let to = merges.merged(&second.id, &second.id).map(|named| named.id.clone());
        assert_eq!(to, Some(third.id.clone()), "the last of them is their head");
        assert_eq!(merges.root([head.id.as_str()].into_iter()), None);
        assert_eq!(merges.root([third.id.as_str()].into_iter()).map(|named| &named.id), Some(&third.id));
    }
}
