//! What small words and the shape of a word say about a token, as bits. The words are in `data/grammar.tsv`.

pub(super) const BE: u64 = 1;
pub(super) const AUXILIARY: u64 = 1 << 1;
pub(super) const MODAL: u64 = 1 << 2;
pub(super) const UNREAL: u64 = 1 << 3;
pub(super) const NEGATION: u64 = 1 << 4;
pub(super) const PREPOSITION: u64 = 1 << 5;
pub(super) const DETERMINER: u64 = 1 << 6;
pub(super) const RELATIVE: u64 = 1 << 7;
pub(super) const COORDINATOR: u64 = 1 << 8;
pub(super) const CONJUNCTION: u64 = 1 << 9;
pub(super) const CONDITIONAL: u64 = 1 << 10;
pub(super) const PRONOUN: u64 = 1 << 11;
pub(super) const FIRST: u64 = 1 << 12;
pub(super) const SECOND: u64 = 1 << 13;
pub(super) const MASCULINE: u64 = 1 << 14;
pub(super) const FEMININE: u64 = 1 << 15;
pub(super) const PLURAL: u64 = 1 << 16;
pub(super) const POSSESSIVE: u64 = 1 << 17;
pub(super) const ADVERB: u64 = 1 << 18;
pub(super) const TIME: u64 = 1 << 19;
pub(super) const DAY: u64 = 1 << 20;
pub(super) const REFLEXIVE: u64 = 1 << 21;
pub(super) const CONTRACTION: u64 = 1 << 22;
pub(super) const AGENT: u64 = 1 << 23;
pub(super) const OF: u64 = 1 << 24;
pub(super) const BY: u64 = 1 << 25;
pub(super) const TO: u64 = 1 << 26;
pub(super) const THAT: u64 = 1 << 27;
/// Begins with a capital.
pub(super) const CAPITAL: u64 = 1 << 28;
/// Begins with a digit.
pub(super) const NUMBER: u64 = 1 << 29;
/// A verb whose subject accuses when it stands with a noun ("levelled accusations").
pub(super) const LEVELS: u64 = 1 << 32;
/// A verb that makes its subject the accused ("faces allegations").
pub(super) const FACES: u64 = 1 << 33;
/// A noun by which a denial shows that it answers accusations ("denied the allegations").
pub(super) const ANSWERS: u64 = 1 << 34;
/// A verb before a participle that makes it passive: be, get, stand.
pub(super) const PASSIVE: u64 = 1 << 35;
/// A verb that takes a hearer ("asked the council to", "told them").
pub(super) const ASKS: u64 = 1 << 37;
/// A small word that is also a name ("Will", "May", "Per").
pub(super) const NAME: u64 = 1 << 38;
/// A determiner that means nobody in particular ("a", "some").
pub(super) const INDEFINITE: u64 = 1 << 39;
/// A noun for an institution ("company", "ministry").
pub(super) const INSTITUTION: u64 = 1 << 40;
/// A verb that gives something a name ("called the charge false").
pub(super) const NAMES: u64 = 1 << 41;
/// A word by which what follows is not done ("stopped short of accusing").
pub(super) const AVERTS: u64 = 1 << 42;
/// A noun for one person whose name an article may tell later ("the man accused of").
pub(super) const UNNAMED: u64 = 1 << 43;
/// Says of an accusation that there is something to it ("called the charges serious").
pub(super) const GRANTS: u64 = 1 << 44;
/// What is foregone with its preposition: "rather than accuse", "instead of accusing".
pub(super) const INSTEAD: u64 = 1 << 46;
/// A verb by which its clause or participle is not so: "denied accusing".
pub(super) const DENIES: u64 = 1 << 47;
/// A word before an office that makes it another's ("the former mayor", "the deputy mayor").
pub(super) const APART: u64 = 1 << 48;
/// A verb that leaves accusations as they are, so that its subject need not be accused ("ignored allegations").
pub(super) const LEAVES: u64 = 1 << 49;
/// A verb by which its subject accuses no longer ("withdrew allegations").
pub(super) const RETRACTS: u64 = 1 << 50;
/// A verb by which a document is its subject's own ("issued a statement accusing").
pub(super) const AUTHORS: u64 = 1 << 51;
/// An adverb by which an accusation is said to be undeserved ("was wrongly accused").
pub(super) const UNDUE: u64 = 1 << 52;
/// What follows with "to" is still to come: "is likely to deny", "is ready to admit".
pub(super) const PENDING: u64 = 1 << 53;
/// What follows with "to" has not been done so far: "has yet to deny".
pub(super) const UNTIMELY: u64 = 1 << 54;
/// By this word behind "would" it has come to pass: "would later admit".
pub(super) const EVENTUAL: u64 = 1 << 55;
/// A verb that answers also where it is only announced: "will fight the charges".
pub(super) const RESISTS: u64 = 1 << 56;
/// A word of an apology behind "I am" or "I".
pub(super) const SORRY: u64 = 1 << 45;
/// An irregular form of a verb of the lists ("said").
pub(super) const IRREGULAR: u64 = 1 << 36;
/// A verb of the lists.
pub(super) const VERB: u64 = 1 << 30;
/// Punctuation or a symbol.
pub(super) const MARK: u64 = 1 << 31;

/// The bit that a class of `data/grammar.tsv` stands for.
pub(super) fn named(class: &str) -> u64 {
    match class {
        "be" => BE,
        "auxiliary" => AUXILIARY,
        "modal" => MODAL,
        "unreal" => UNREAL,
        "negation" => NEGATION,
        "preposition" => PREPOSITION,
        "determiner" => DETERMINER,
        "relative" => RELATIVE,
        "coordinator" => COORDINATOR,
        "conjunction" => CONJUNCTION,
        "conditional" => CONDITIONAL,
        "pronoun" => PRONOUN,
        "first" => FIRST,
        "second" => SECOND,
        "masculine" => MASCULINE,
        "feminine" => FEMININE,
        "plural" => PLURAL,
        "possessive" => POSSESSIVE,
        "adverb" => ADVERB,
        "time" => TIME,
        "day" => DAY,
        "reflexive" => REFLEXIVE,
        "contraction" => CONTRACTION,
        "of" => OF,
        "by" => BY,
        "to" => TO,
        "that" => THAT,
        "levels" => LEVELS,
        "faces" => FACES,
        "names" => NAMES,
        "grants" => GRANTS,
        "sorry" => SORRY,
        "averts" => AVERTS,
        "instead" => INSTEAD,
        "denies" => DENIES,
        "pending" => PENDING,
        "untimely" => UNTIMELY,
        "eventual" => EVENTUAL,
        "resists" => RESISTS,
        "institution" => INSTITUTION,
        "indefinite" => INDEFINITE,
        "name" => NAME,
        "asks" => ASKS,
        "answers" => ANSWERS,
        "passive" => PASSIVE,
        "unnamed" => UNNAMED,
        "apart" => APART,
        "authors" => AUTHORS,
        "undue" => UNDUE,
        "leaves" => LEAVES,
        "retracts" => RETRACTS,
        _ => 0,
    }
}
