//! Scripts: those in which no space stands between words.

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
    }
}
