//! `onrecord speakers split`: two speakers are different, or the bearer of a name in one article is another one.

use crate::cli::deciding::{ReasonArgs, decide, decide_all, exactly_one, named};
use crate::cli::listing::{self, explain, note};
use crate::cli::output::error;
use crate::cli::{Context, Outcome, database};
use crate::query::decisions;
use crate::query::speakers::{self, Called, Speaker, articles_with, bearer_in, shorter_name_in};
use crate::store::ids::IdKind;
use crate::store::{Decision, SpeakerName, Store};
use clap::Args;

/// Decides that two speakers are different
///
/// In either order. Takes back a merge, and keeps the machine from joining them: a bare surname is then not taken for that
/// person; where it was merged with them (or accepted) in some articles, in these alone. With --article instead of a second
/// name: whoever is called so in that article, or by a surname that was taken for that person, is another one than elsewhere.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers split \"Kate Okafor\" \"Katherine Okafor\"
  onrecord speakers split Okafor \"Katherine Okafor\"
  onrecord speakers split \"John Carver\" --article a:7k3 --reason \"the swimmer, not the minister\"")]
pub struct SplitArgs {
    /// A name, or an id (s:…)
    one: String,
    /// Who that is not
    #[arg(required_unless_present = "article")]
    other: Option<String>,
    /// The article whose bearer of that name is another one
    #[arg(long, value_name = "ARTICLE", conflicts_with = "other")]
    article: Option<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Runs `speakers split`.
pub fn split(args: &SplitArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let Some(other) = &args.other else {
        let article = args.article.as_deref().unwrap_or_default();
        let article = store.resolve(IdKind::Article, article).map_err(|e| explain(e.into()))?;
        let decision = split_off(&store, &args.one, article)?;
        return decide(&mut store, decision, &args.why, context);
    };
    let (ones, others) = (as_written(&store, &args.one, other)?, as_written(&store, other, &args.one)?);
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let decisions: Vec<Decision> =
        pairs.filter(|(one, other)| one != other).map(|(one, other)| Decision::split(one, other)).collect();
    if decisions.is_empty() {
        return Err(error(
            "both names are the same",
            "two people of one name: give --article with an article of the other one",
        ));
    }
    decide_all(&mut store, decisions, &args.why, context)?;
    for (names, typed, whom) in [(&ones, &args.one, other), (&others, other, &args.one)] {
        if names.iter().any(|name| name.article.is_some()) && !is_id(typed) {
            note_left(&store, typed, whom, context)?;
        }
    }
    Ok(Outcome::Done)
}

/// Says where else a surname is still the person from whom its bearers in some articles were split.
fn note_left(store: &Store, surname: &str, person: &str, context: &mut Context) -> anyhow::Result<()> {
    let Called::One(person) = speakers::called(store, person, None).map_err(explain)? else { return Ok(()) };
    let articles = articles_with(store.connection(), person.row, surname).map_err(explain)?;
    if let [first, ..] = articles.as_slice() {
        let (name, articles) = (&person.name, database::count(articles.len() as u64, "article", "articles"));
        note(
            context,
            &format!(
                "note: the {surname} of {articles} is still {name}; the same once more, or `onrecord speakers split \
                 \"{name}\" --article {first}`, keeps them apart, too"
            ),
        );
    }
    Ok(())
}

/// That the bearer of a name in an article is another one than elsewhere. The whole name settles who is meant, however many
/// have it; where the article has a shorter one that was taken for that speaker ("Carver"), that one is meant.
fn split_off(store: &Store, typed: &str, article: String) -> anyhow::Result<Decision> {
    let name = if is_id(typed) { by_id(store, typed)?.name } else { typed.trim().to_owned() };
    if let Some((name, kind)) = bearer_in(store.connection(), &name, &article).map_err(explain)? {
        return Ok(Decision::split_off(&SpeakerName { name, kind, article: Some(article) }));
    }
    if let Called::One(speaker) = speakers::called(store, typed, None).map_err(explain)?
        && let Some((name, kind)) =
            shorter_name_in(store.connection(), speaker.row, &article).map_err(explain)?
    {
        let shorter = SpeakerName { name, kind, article: Some(article) };
        return Ok(Decision::split(&shorter, &named(store, &speaker)?));
    }
    Err(error(
        format!("{article} does not give the whole name {name}, nor a surname that was taken for it"),
        "`onrecord speakers show NAME` lists the articles; `onrecord quotes fix` gives a quote to somebody else",
    ))
}

fn is_id(words: &str) -> bool {
    words.trim_start().to_lowercase().starts_with("s:")
}

/// After a merge both names, and both ids, lead to one speaker, so they are taken as they are written. A surname is that of
/// the articles in which somebody said that it is this speaker; where nobody did, all who are called so.
fn as_written(store: &Store, words: &str, beside: &str) -> anyhow::Result<Vec<SpeakerName>> {
    if is_id(words) {
        return Ok(vec![by_id(store, words)?]);
    }
    let typed = words.trim();
    let called = |words| speakers::called(store, words, None).map_err(explain);
    if let Called::One(other) = called(beside)?
        && other.kind == "person"
        && !speakers::bears(&other, typed)
    {
        let merged = decisions::merged_bearers(store.connection(), other.row, typed).map_err(explain)?;
        let bearer = |(name, kind, article)| SpeakerName { name, kind, article: Some(article) };
        if !merged.is_empty() {
            return Ok(merged.into_iter().map(bearer).collect());
        }
        // That some articles have others of that surname leaves no doubt who is meant.
        let is_surname = |one: &Speaker| one.row == other.row || one.article_id.is_some();
        if let Called::Several(several) = called(typed)?
            && several.iter().any(|one| one.row == other.row)
            && several.iter().all(is_surname)
        {
            return Ok(vec![SpeakerName { name: typed.to_owned(), kind: other.kind, article: None }]);
        }
    }
    let speaker = exactly_one(store, typed)?;
    let named = named(store, &speaker)?;
    // Of several people of one name it is the one of an article; another name of his is nobody else's.
    let is_own = speaker.kind != "person" || speakers::bears(&speaker, typed);
    let article = named.article.filter(|_| is_own);
    Ok(vec![SpeakerName { name: typed.to_owned(), kind: named.kind, article }])
}

fn by_id(store: &Store, typed: &str) -> anyhow::Result<SpeakerName> {
    let id = store.resolve(IdKind::Speaker, typed).map_err(|e| explain(e.into()))?;
    store.speaker_name(&id).map_err(database::explain)
}
