//! The little of Markdown the tasks need: links, heading anchors and fenced
//! blocks. Not a parser: it reads the documents as we write them.

/// A fenced code block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// 1-based line of the opening fence.
    pub(crate) line: usize,
    /// What stands after the opening fence, such as `sh tested`.
    pub(crate) info: String,
    pub(crate) text: String,
}

/// An inline link or picture.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// 1-based.
    pub(crate) line: usize,
    pub(crate) target: String,
}

pub(crate) fn blocks(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in document.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(info)) => {
                open = Some(Block {
                    line: index + 1,
                    info: info.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Lines outside fenced blocks, numbered from 1.
fn prose(document: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    document
        .lines()
        .enumerate()
        .filter_map(move |(index, line)| {
            let is_fence = line.trim_start().starts_with("```");
            inside ^= is_fence;
            (!inside && !is_fence).then_some((index + 1, line))
        })
}

pub(crate) fn links(document: &str) -> Vec<Link> {
    let mut links = Vec::new();
    for (line, text) in prose(document) {
        // Odd pieces stand between back-ticks: code, not links.
        for piece in text.split('`').step_by(2) {
            for (start, _) in piece.match_indices("](") {
                let rest = &piece[start + 2..];
                if let Some(end) = rest.find(')') {
                    let target = rest[..end].split_whitespace().next().unwrap_or_default();
                    links.push(Link {
                        line,
                        target: target.to_owned(),
                    });
                }
            }
        }
    }
    links
}

/// The fragments under which headings can be reached, as code hosts make them.
pub(crate) fn anchors(document: &str) -> impl Iterator<Item = String> {
    prose(document)
        .filter(|(_, line)| line.starts_with('#'))
        .map(|(_, line)| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter_map(|character| match character {
                    ' ' => Some('-'),
                    '-' | '_' => Some(character),
                    _ => character.is_alphanumeric().then_some(character),
                })
                .collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_its_info_and_text() {
        let found = blocks("a\n```sh tested\nls\npwd\n```\nb\n");
        assert_eq!(
            found,
            [Block {
                line: 2,
                info: "sh tested".to_owned(),
                text: "ls\npwd\n".to_owned(),
            }]
        );
    }

    #[test]
    fn links_in_code_are_not_links() {
        let document = "[a](b.md) `[c](d.md)`\n```\n[e](f.md)\n```\n![g](h.png \"title\")\n";
        let targets: Vec<_> = links(document)
            .into_iter()
            .map(|link| link.target)
            .collect();
        assert_eq!(targets, ["b.md", "h.png"]);
    }

    #[test]
    fn anchors_follow_the_heading() {
        let found: Vec<_> = anchors("## Exit codes, and `errors`\n").collect();
        assert_eq!(found, ["exit-codes-and-errors"]);
    }
}
