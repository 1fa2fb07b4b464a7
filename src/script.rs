//! Scripts: those in which no space stands between words, and whether letters are Latin ones.

/// Whether words of a letter's script are written one after the other without a space: Chinese, Japanese, Thai, Lao, Khmer,
/// Burmese (Unicode 17, blocks of letters and their marks).
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}'      // Thai
        | '\u{0e81}'..='\u{0edf}'                              // Lao
        | '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' // Burmese
        | '\u{1780}'..='\u{17d3}'                              // Khmer
        | '々' | '〆' | '〇'
        | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' // kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' // Han
        | '\u{ff66}'..='\u{ff9f}'                              // narrow kana
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a letter is a syllable or a letter of Korean, which has spaces between words, and endings at most of them.
pub(crate) const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7fb}')
}

/// Whether a letter is a Latin one.
pub(crate) const fn is_latin(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | 'ª' | 'º' | 'À'..='ʸ' | 'ᴀ'..='ᴥ' | 'ᴬ'..='ᵜ' | 'Ḁ'..='ỿ' | 'ﬀ'..='ﬆ' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'
        | '\u{2c60}'..='\u{2c7f}' | '\u{a722}'..='\u{a7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_news() {
        for text in ["辞任", "警察", "コンピュータ", "ひらがな", "สัญญา", "ນາຍົກ", "ရန်ကုန်", "ភ្នំពេញ"]
        {
            assert!(text.chars().all(is_unspaced), "{text}");
        }
        for text in ["Bridge", "Βουλή", "Москва", "العربية", "서울", "हिन्दी", "。、", "12"]
        {
            assert!(!text.chars().any(is_unspaced), "{text}");
        }
        assert!("서울시장은".chars().all(is_hangul));
        assert!("Bridgeéøßłıə".chars().all(is_latin));
        assert!(!"Βж中ع서".chars().any(is_latin));
    }
}
