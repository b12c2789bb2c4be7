//! Phrases that do not belong in committed text: unfinished marks, switched-off
//! tests, paths of somebody's machine, talk about how the text was made.

use super::Finding;
use crate::tree::SourceFile;

struct Phrase {
    text: &'static str,
    reason: &'static str,
    /// Endings used by HTML and CSS, where the word is not ours.
    unless_followed_by: &'static [&'static str],
}

const UNFINISHED: &str = "unfinished mark; finish it or open an issue";
const SWITCHED_OFF: &str = "a test that does not run proves nothing";
const MACHINE: &str = "a path of one machine";
const MAKING: &str = "text about how the work was made does not belong here";

const fn phrase(text: &'static str, reason: &'static str) -> Phrase {
    Phrase {
        text,
        reason,
        unless_followed_by: &[],
    }
}

// Each phrase is written in two halves so that this list does not find itself.
const PHRASES: &[Phrase] = &[
    Phrase {
        text: concat!("to", "do"),
        reason: UNFINISHED,
        // The lint of that name.
        unless_followed_by: &[" = \""],
    },
    phrase(concat!("fix", "me"), UNFINISHED),
    phrase(concat!("xx", "x"), UNFINISHED),
    phrase(concat!("coming ", "soon"), UNFINISHED),
    phrase(concat!("not yet ", "implemented"), UNFINISHED),
    phrase(concat!("place", "holder text"), UNFINISHED),
    phrase(concat!("place", "holder for"), UNFINISHED),
    phrase(concat!("place", "holder value"), UNFINISHED),
    phrase(concat!("a place", "holder"), UNFINISHED),
    phrase(concat!("#[", "ignore"), SWITCHED_OFF),
    phrase(concat!("it.", "skip("), SWITCHED_OFF),
    // With a condition it depends on the machine, and CI fails when it happens.
    phrase(concat!("test.", "skip(\""), SWITCHED_OFF),
    phrase(concat!("test.", "skip('"), SWITCHED_OFF),
    phrase(concat!("test.", "skip(`"), SWITCHED_OFF),
    phrase(concat!("test.", "skip()"), SWITCHED_OFF),
    phrase(concat!("describe.", "skip("), SWITCHED_OFF),
    phrase(concat!("test.fix", "me("), SWITCHED_OFF),
    phrase(concat!("it.", "only("), SWITCHED_OFF),
    phrase(concat!("test.", "only("), SWITCHED_OFF),
    phrase(concat!("describe.", "only("), SWITCHED_OFF),
    phrase(concat!("/wo", "rk/"), MACHINE),
    phrase(concat!("/fa", "rm/"), MACHINE),
    phrase(concat!("/ho", "me/"), MACHINE),
    phrase(concat!("/ro", "ot/"), MACHINE),
    phrase(concat!("coding ", "agent"), MAKING),
    phrase(concat!("sub", "agent"), MAKING),
    phrase(concat!("this ", "session"), MAKING),
    phrase(concat!("work", "place"), MAKING),
    phrase(concat!("steering ", "repo"), MAKING),
    phrase(concat!("language ", "model"), MAKING),
    phrase(concat!("chat", "gpt"), MAKING),
    phrase(concat!("clau", "de"), MAKING),
];

pub(super) fn check(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| is_written_by_hand(file)) {
        for (index, line) in file.text.lines().enumerate() {
            for phrase in PHRASES.iter().filter(|phrase| stands_in(phrase, line)) {
                findings.push(Finding::at(
                    &file.path,
                    index + 1,
                    format!("\"{}\": {}", phrase.text, phrase.reason),
                ));
            }
        }
    }
    findings
}

fn is_written_by_hand(file: &SourceFile) -> bool {
    !file.has_extension(&["lock", "snap", "csv", "svg"])
        && !file.path.ends_with("package-lock.json")
        && file.path != "LICENSE"
}

fn stands_in(phrase: &Phrase, line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.match_indices(phrase.text).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let rest = &line[start + phrase.text.len()..];
        let starts_a_word = !phrase.text.starts_with(char::is_alphanumeric)
            || !before.is_some_and(char::is_alphanumeric);
        let ends_a_word = !phrase.text.ends_with(char::is_alphanumeric)
            || !rest.starts_with(char::is_alphanumeric);
        let is_markup = phrase
            .unless_followed_by
            .iter()
            .any(|ending| rest.starts_with(ending));
        // `/path/` in the middle of a longer path or address is somebody else's folder.
        let is_inner_folder =
            phrase.text.starts_with('/') && before.is_some_and(char::is_alphanumeric);
        starts_a_word && ends_a_word && !is_markup && !is_inner_folder
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> usize {
        PHRASES
            .iter()
            .filter(|phrase| stands_in(phrase, line))
            .count()
    }

    #[test]
    fn marks_are_found_in_any_case() {
        assert_eq!(found(concat!("// TO", "DO: later")), 1);
        assert_eq!(found(concat!("Coming", " soon")), 1);
        assert_eq!(found(concat!("#[ig", "nore]")), 1);
        assert_eq!(found(concat!("see /wo", "rk/main")), 1);
    }

    #[test]
    fn longer_words_and_markup_are_not() {
        assert_eq!(found("a framework/for it"), 0);
        assert_eq!(found(concat!("<input place", "holder=\"Search\">")), 0);
        assert_eq!(found(concat!("// a place", "holder")), 1);
        assert_eq!(found(concat!("mas", "todon")), 0);
        assert_eq!(found(concat!("https://example.org/wo", "rk/")), 0);
    }
}
