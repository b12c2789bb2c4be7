//! Names of fields in headings: `amount.unit`, `plus[0]`, `"a.b".c`.

use std::fmt::Write as _;

/// One step into a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Entries that a numbered list may have.
const MAX_INDEX: usize = 100_000;

pub(super) fn written(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Index(index) => write!(text, "[{index}]").expect("text grows without fail"),
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                if !key.is_empty() && key.chars().all(is_plain) {
                    text.push_str(key);
                } else {
                    text.push_str(&serde_json::Value::from(key.as_str()).to_string());
                }
            }
        }
    }
    text
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "_- ".contains(c)
}

/// The steps of a heading; `None` when it is not one.
pub(super) fn parsed(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (digits, after) = inside.split_once(']')?;
            let index: usize = digits.parse().ok()?;
            if index > MAX_INDEX || steps.is_empty() {
                return None;
            }
            steps.push(Step::Index(index));
            rest = after;
            continue;
        }
        if !steps.is_empty() {
            rest = rest.strip_prefix('.')?;
        }
        let length = if rest.starts_with('"') {
            let mut texts = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let key = texts.next()?.ok()?;
            steps.push(Step::Key(key));
            texts.byte_offset()
        } else {
            let length = rest.find(['.', '[']).unwrap_or(rest.len());
            let key = rest[..length].trim();
            if key.is_empty() || !key.chars().all(is_plain) {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            length
        };
        rest = &rest[length..];
    }
    (!steps.is_empty()).then_some(steps)
}

/// As a JSON pointer.
pub(super) fn pointer(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Step::Index(index) => format!("/{index}"),
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use super::{Step, parsed, written};
    use proptest::prelude::*;

    #[test]
    fn headings_are_dotted_and_numbered() {
        let key = |text: &str| Step::Key(text.to_owned());
        let path = [key("tiers"), key("steps"), Step::Index(2), key("a.b")];
        assert_eq!(written(&path), "tiers.steps[2].\"a.b\"");
        assert_eq!(
            parsed("amount.unit"),
            Some(vec![key("amount"), key("unit")])
        );
        for bad in ["", ".", "a..b", "[0]", "a[x]", "a[0", "a]b", "a[999999999]"] {
            assert_eq!(parsed(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn every_path_is_read_back(first in "[^ ].{0,6}[^ ]", second in any::<String>(), index in 0_usize..100) {
            let spaced = second.trim() == second;
            prop_assume!(spaced);
            let path = vec![Step::Key(first), Step::Index(index), Step::Key(second)];
            prop_assert_eq!(parsed(&written(&path)), Some(path));
        }
    }
}
