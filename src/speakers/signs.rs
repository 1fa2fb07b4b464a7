//! The signs by which candidates are weighed. Each has a name in data/weights.tsv, and words for the reader there.

/// Declares the signs with their names in data/weights.tsv.
macro_rules! signs {
    ($($(#[$meta:meta])* $sign:ident $name:literal)*) => {
        /// What can speak for or against a candidate, or for nobody. Values are 0 or 1 where nothing else is said.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        #[allow(missing_docs, reason = "the names say it, and data/weights.tsv says it in words")]
        pub(super) enum Sign { $($(#[$meta])* $sign),* }

        /// The names of data/weights.tsv in the order of [`Sign`].
        pub(super) const NAMES: &[&str] = &[$($name),*];
    };
}

signs! {
    // Any candidate.
    SameSentence "same_sentence"
    SentenceBefore "sentence_before"
    TwoSentencesBefore "two_sentences_before"
    /// Logarithm of one plus the sentences between.
    Distance "distance"
    /// Logarithm of one plus the tokens between.
    TokensBack "tokens_back"
    SameParagraph "same_paragraph"
    ParagraphBefore "paragraph_before"
    Subject "subject"
    SubjectHere "subject_here"
    SubjectBefore "subject_before"
    Opens "opens"
    OpensBefore "opens_before"
    /// Both open their sentences.
    Parallel "parallel"
    OnlyQuoted "only_quoted"
    BothQuoted "both_quoted"
    Owner "owner"
    AfterPreposition "after_preposition"
    SpokeLast "spoke_last"
    SpokeHere "spoke_here"
    SpokeBeforeLast "spoke_before_last"
    Spoke "spoke"
    /// Logarithm of one plus the attributions so far.
    SpokeOften "spoke_often"
    SpokeInSentenceBefore "spoke_in_sentence_before"
    /// Spoke last, and the content at hand begins with a quotation.
    SpokeLastOfQuotes "spoke_last_of_quotes"
    /// Logarithm of one plus the mentions so far.
    Mentions "mentions"
    MostMentioned "most_mentioned"
    /// Mentions, as a share of those of the candidate with most.
    ShareOfMentions "share_of_mentions"
    Latest "latest"
    SecondLatest "second_latest"
    ThirdLatest "third_latest"
    FirstOfParagraph "first_of_paragraph"
    FirstOfSentence "first_of_sentence"
    FirstOfArticle "first_of_article"
    InTitle "in_title"
    ByPronoun "by_pronoun"
    Unsure "unsure"
    IsDescribed "is_described"
    NamedInContent "named_in_content"
    NamedInQuote "named_in_quote"
    NamedBeforeInContent "named_before_in_content"
    NamedInLastContent "named_in_last_content"
    Answers "answers"
    // The antecedent of a pronoun.
    SamePronoun "same_pronoun"
    SamePronounSource "same_pronoun_source"
    GenderFits "gender_fits"
    GenderSure "gender_sure"
    GenderUnknown "gender_unknown"
    GenderAgainst "gender_against"
    LatestFitting "latest_fitting"
    OnlyFitting "only_fitting"
    NamedInFull "named_in_full"
    /// "In her letter, Ms. Vogt": the first to be named behind a pronoun that opens a sentence.
    NamedAhead "named_ahead"
    /// "Vogt sold his": the subject of the clause, for a pronoun that owns.
    SubjectOwns "subject_owns"
    /// "Vogt saw him": the subject of the clause, for an object.
    SubjectOfObject "subject_of_object"
    /// "Vogt left when he": the subject that opens the sentence, for the subject of a later clause.
    SubjectGoesOn "subject_goes_on"
    /// The subject of the sentence before, for a subject.
    SubjectAgain "subject_again"
    /// No comma and no conjunction between.
    SameClause "same_clause"
    OwnsInClause "owns_in_clause"
    ObjectInClause "object_in_clause"
    /// Not the subject of its sentence, for an object.
    ObjectAgain "object_again"
    /// Behind a preposition in this sentence, for a subject.
    PrepositionToSubject "preposition_to_subject"
    ItOrganization "it_organization"
    ItPlace "it_place"
    ItDocument "it_document"
    TheyGroup "they_group"
    TheyOrganization "they_organization"
    TheyUnnamed "they_unnamed"
    // Whom a role or a description means.
    IsPerson "is_person"
    /// Another candidate has the role, and this one has not.
    RivalRole "rival_role"
    /// Another candidate was described with the same head, and this one was not.
    RivalHead "rival_head"
    /// The first person to be named after a description at the beginning of the article.
    LeadNext "lead_next"
    SameRole "same_role"
    LikeRole "like_role"
    OtherRole "other_role"
    NoRole "no_role"
    KindFits "kind_fits"
    KindPossible "kind_possible"
    /// The article calls the organisation so: "the airline Norair".
    SameKind "same_kind"
    /// The only organisation that may be called so.
    OnlyKind "only_kind"
    SameHead "same_head"
    SameCountry "same_country"
    OtherCountry "other_country"
    SameParty "same_party"
    OtherParty "other_party"
    /// It has the role, and was mentioned in this sentence or one of the two before.
    RoleNear "role_near"
    /// It has the role, but is only named further on, and the article is past its first sentences.
    RoleLater "role_later"
    /// The only person here or in the sentence before.
    OnlyNear "only_near"
    SameWords "same_words"
    OtherWords "other_words"
    NamedLater "named_later"
    NamedNext "named_next"
    DescribedSo "described_so"
    // Whom a surname of several people means.
    FullNameLast "full_name_last"
    /// Logarithm of one plus the unmistakable names in the whole article.
    NamedClearly "named_clearly"
    /// Logarithm of one plus the bare surnames before any namesake is named.
    NamedAlone "named_alone"
    /// "Lang said his wife": the statement shows the speaker’s gender, and it is this one’s.
    ShownInContent "shown_in_content"
    /// Or it is not.
    OtherInContent "other_in_content"
    SameAge "same_age"
    /// The article says no more than whose wife or son it is.
    OnlyKin "only_kin"
    // Nobody of those who were mentioned.
    Nobody "nobody"
    NobodyIt "nobody_it"
    NobodyThey "nobody_they"
    NobodyInQuote "nobody_in_quote"
    NobodyIndefinite "nobody_indefinite"
    NobodyBare "nobody_bare"
    NobodyPossessive "nobody_possessive"
    NobodyPlural "nobody_plural"
    NobodyBelongs "nobody_belongs"
    NobodyRole "nobody_role"
    NobodyStaff "nobody_staff"
    NobodyDocument "nobody_document"
    NobodyOrganization "nobody_organization"
    NobodyGroup "nobody_group"
    NobodyModified "nobody_modified"
    NobodyInLead "nobody_in_lead"
    /// "The senator": one who holds an office, with nothing behind it.
    NobodyOffice "nobody_office"
}

/// How many signs there are.
pub(super) const COUNT: usize = Sign::NobodyOffice as usize + 1;

/// The signs of one candidate, or of "nobody".
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Signs(pub(super) [f32; COUNT]);

impl Signs {
    /// None yet.
    pub(super) const fn none() -> Signs {
        Signs([0.0; COUNT])
    }

    /// With one more sign.
    pub(super) fn set(&mut self, sign: Sign, value: f32) {
        self.0[sign as usize] = value;
    }

    /// With one more sign where `holds`.
    pub(super) fn flag(&mut self, sign: Sign, holds: bool) {
        self.set(sign, f32::from(u8::from(holds)));
    }

    /// True where a sign is there.
    pub(super) fn has(&self, sign: Sign) -> bool {
        self.0[sign as usize] != 0.0
    }

    /// The signs that are not 0, by name.
    #[cfg(test)]
    pub(super) fn named(&self) -> Vec<(&'static str, f32)> {
        (0..COUNT).filter(|&i| self.0[i] != 0.0).map(|i| (NAMES[i], self.0[i])).collect()
    }
}
