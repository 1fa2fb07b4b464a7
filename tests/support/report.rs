//! How much of the truth the tool gets right, ability by ability.

use super::golden::Attribution;
use std::collections::BTreeMap;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ability {
    /// Who said what: content and source.
    Attribution,
    Kind,
    Inside,
    Speaker,
    SpeakerType,
    KnownBy,
    Type,
    Target,
    Said,
    SaidFrom,
    Event,
    Accusation,
    Accuser,
    Denied,
    /// Explicit or implicit.
    Grade,
    /// The attribution that carries an accusation.
    Carrier,
    DateFound,
    DateSpan,
    DateValue,
}

impl Ability {
    /// What is missed with an attribution.
    pub(crate) const OF_ATTRIBUTION: [Ability; 11] = [
        Ability::Attribution,
        Ability::Kind,
        Ability::Inside,
        Ability::Speaker,
        Ability::SpeakerType,
        Ability::KnownBy,
        Ability::Type,
        Ability::Target,
        Ability::Said,
        Ability::SaidFrom,
        Ability::Event,
    ];

    const fn name(self) -> &'static str {
        match self {
            Ability::Attribution => "attribution (who said what)",
            Ability::Kind => "  kind",
            Ability::Inside => "  inside another",
            Ability::Speaker => "  speaker",
            Ability::SpeakerType => "  speaker type",
            Ability::KnownBy => "  known by",
            Ability::Type => "  claim type",
            Ability::Target => "  target",
            Ability::Said => "  said on",
            Ability::SaidFrom => "  said on, read from",
            Ability::Event => "  event on",
            Ability::Accusation => "accusation",
            Ability::Accuser => "  accuser",
            Ability::Denied => "  denied",
            Ability::Grade => "  explicit or implicit",
            Ability::Carrier => "  its attribution",
            Ability::DateFound => "date found",
            Ability::DateSpan => "  same words",
            Ability::DateValue => "  same type and value",
        }
    }
}

/// Right answers, golden answers and made-up ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    counts: BTreeMap<Ability, [usize; 3]>,
}

impl Totals {
    /// Counts an answer that the golden file asks for.
    pub(crate) fn counted(&mut self, ability: Ability, right: bool) {
        let counts = self.counts.entry(ability).or_default();
        counts[0] += usize::from(right);
        counts[1] += 1;
    }

    /// Counts an answer that is due but missing because its attribution was not found.
    pub(crate) fn missed(&mut self, ability: Ability, of: &Attribution) {
        let due = match ability {
            Ability::Inside => of.inside.is_some(),
            Ability::Speaker | Ability::SpeakerType | Ability::KnownBy => !of.speakers.is_empty(),
            Ability::Target => of.target.is_some(),
            Ability::Said => of.said.is_some(),
            Ability::SaidFrom => of.said.as_ref().is_some_and(|s| s.from.is_some()),
            Ability::Event => of.event.is_some(),
            _ => true,
        };
        if due {
            self.counted(ability, false);
        }
    }

    /// Counts something that the golden file does not have.
    pub(crate) fn extra(&mut self, ability: Ability) {
        self.counts.entry(ability).or_default()[2] += 1;
    }

    /// The table that a person reads.
    pub(crate) fn table(&self) -> String {
        let mut table = format!("{:30}{:>8}{:>8}{:>8}{:>9}\n", "", "right", "golden", "extra", "share");
        for (ability, [right, golden, extra]) in &self.counts {
            let share = if *golden == 0 { 0.0 } else { 100.0 * *right as f64 / *golden as f64 };
            table += &format!("{:30}{right:>8}{golden:>8}{extra:>8}{share:>8.1}%\n", ability.name());
        }
        table
    }
}
