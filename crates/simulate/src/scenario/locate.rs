//! Finding the line of a field in TOML text, so that an error can say where.

use toml::de::{DeTable, DeValue};

/// Line (from 1) of the value at a JSON pointer, or of its nearest parent that is there.
pub fn line_of(toml_text: &str, pointer: &str) -> Option<usize> {
    let document = DeTable::parse(toml_text).ok()?;
    let mut offset = None;
    let mut table = Some(document.get_ref());
    let mut array = None;
    for segment in pointer.split('/').skip(1) {
        let key = segment.replace("~1", "/").replace("~0", "~");
        let found = if let Some(entries) = table {
            entries
                .iter()
                .find(|(name, _)| name.get_ref().as_ref() == key)
                .map(|(name, value)| (name.span().start, value))
        } else if let Some(items) = array {
            let items: &toml::de::DeArray<'_> = items;
            key.parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map(|value| (value.span().start, value))
        } else {
            None
        };
        let Some((start, value)) = found else { break };
        offset = Some(start);
        (table, array) = match value.get_ref() {
            DeValue::Table(entries) => (Some(entries), None),
            DeValue::Array(items) => (None, Some(items)),
            _ => (None, None),
        };
    }
    offset.map(|start| line_at(toml_text, start))
}

/// Line (from 1) of a byte offset.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())]
        .split(|byte| *byte == b'\n')
        .count()
}
