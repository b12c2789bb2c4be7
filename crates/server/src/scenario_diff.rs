//! What differs between two versions of a scenario, line by line, and what each difference alone
//! does to the value.

use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::Scenario;
use serde_json::{Map, Value};

use crate::view::scenario::{DiffKind, DiffLine};

/// Lines beyond this many are not valued one by one.
const VALUED_MAX: usize = 200;

/// The lines in which `new` differs from `old`, in the order of the newer version.
pub(crate) fn lines(old: &Value, new: &Value) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    compare("", "", old, new, &mut lines);
    lines
}

/// Fills in the NPV of the older version with each line alone changed, less its own NPV.
pub(crate) fn value_lines(
    lines: &mut [DiffLine],
    old: &Value,
    new: &Value,
    old_npv: f64,
    paths: &PathSets,
) {
    for line in lines.iter_mut().take(VALUED_MAX) {
        line.npv_effect = with_line(old, new, line)
            .and_then(|one| npv(one, paths))
            .map(|npv| npv - old_npv);
    }
}

/// The headline NPV, if the scenario adds up.
pub(crate) fn npv(content: Value, paths: &PathSets) -> Option<f64> {
    let scenario = Scenario::from_value(content).ok()?;
    Plan::compile(&scenario, paths)
        .ok()?
        .base_case()
        .figures
        .npv
        .value
}

fn compare(pointer: &str, label: &str, old: &Value, new: &Value, lines: &mut Vec<DiffLine>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Object(old), Value::Object(new)) => {
            let label = name_of(new).unwrap_or(label);
            compare_fields(pointer, label, old, new, lines);
        }
        (Value::Array(old_rows), Value::Array(new_rows))
            if is_rows(old_rows) && is_rows(new_rows) =>
        {
            compare_rows(pointer, label, old_rows, new_rows, lines);
        }
        _ => lines.push(line(pointer, label, Some(old), Some(new))),
    }
}

fn compare_fields(
    pointer: &str,
    label: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    lines: &mut Vec<DiffLine>,
) {
    for (field, value) in new {
        let pointer = format!("{pointer}/{}", escaped(field));
        let label = if label.is_empty() {
            words(field)
        } else {
            format!("{label}, {}", words(field))
        };
        match old.get(field) {
            Some(before) => compare(&pointer, &label, before, value, lines),
            None => lines.push(line(&pointer, &label, None, Some(value))),
        }
    }
    for (field, value) in old.iter().filter(|(field, _)| !new.contains_key(*field)) {
        let label = if label.is_empty() {
            words(field)
        } else {
            format!("{label}, {}", words(field))
        };
        lines.push(line(
            &format!("{pointer}/{}", escaped(field)),
            &label,
            Some(value),
            None,
        ));
    }
}

/// Rows belong together by their id, so that a row that moved is not a difference.
fn compare_rows(
    pointer: &str,
    label: &str,
    old: &[Value],
    new: &[Value],
    lines: &mut Vec<DiffLine>,
) {
    for (index, row) in new.iter().enumerate() {
        let place = format!("{pointer}/{index}");
        match old.iter().find(|before| key_of(before) == key_of(row)) {
            Some(before) => compare(&place, label, before, row, lines),
            None => lines.push(line(&place, &row_label(row, label), None, Some(row))),
        }
    }
    for (index, row) in old.iter().enumerate() {
        if !new.iter().any(|after| key_of(after) == key_of(row)) {
            let place = format!("{pointer}/{index}");
            lines.push(line(&place, &row_label(row, label), Some(row), None));
        }
    }
}

fn is_rows(values: &[Value]) -> bool {
    values
        .iter()
        .all(|value| value.is_object() && key_of(value).is_some())
}

/// What tells a row from its neighbours.
fn key_of(row: &Value) -> Option<&str> {
    ["id", "name", "figure"]
        .into_iter()
        .find_map(|field| row.get(field)?.as_str())
}

fn name_of(row: &Map<String, Value>) -> Option<&str> {
    row.get("name")
        .and_then(Value::as_str)
        .filter(|_| row.contains_key("id"))
}

fn row_label(row: &Value, fallback: &str) -> String {
    let name = row
        .get("name")
        .and_then(Value::as_str)
        .or_else(|| key_of(row));
    name.unwrap_or(fallback).to_owned()
}

fn line(pointer: &str, label: &str, old: Option<&Value>, new: Option<&Value>) -> DiffLine {
    let kind = match (old, new) {
        (None, _) => DiffKind::Added,
        (_, None) => DiffKind::Removed,
        _ => DiffKind::Changed,
    };
    DiffLine {
        pointer: pointer.to_owned(),
        label: label.to_owned(),
        kind,
        old: old.cloned(),
        new: new.cloned(),
        npv_effect: None,
    }
}

fn escaped(field: &str) -> String {
    field.replace('~', "~0").replace('/', "~1")
}

fn words(field: &str) -> String {
    field.replace('_', " ")
}

/// The older version with only `line` changed to what the newer one says.
fn with_line(old: &Value, new: &Value, line: &DiffLine) -> Option<Value> {
    let mut one = old.clone();
    let (parent, field) = line.pointer.rsplit_once('/')?;
    let field = field.replace("~1", "/").replace("~0", "~");
    // Rows are found by id: an index of the newer version may mean another row of the older.
    let parent = match line.kind {
        DiffKind::Removed => parent.to_owned(),
        DiffKind::Added | DiffKind::Changed => translated(parent, new, old)?,
    };
    match (one.pointer_mut(&parent)?, &line.new) {
        (Value::Object(fields), Some(value)) => {
            fields.insert(field, value.clone());
        }
        (Value::Object(fields), None) => {
            fields.shift_remove(&field)?;
        }
        (Value::Array(rows), Some(value)) => match line.kind {
            DiffKind::Added => rows.push(value.clone()),
            DiffKind::Changed | DiffKind::Removed => {
                *rows.get_mut(field.parse::<usize>().ok()?)? = value.clone();
            }
        },
        (Value::Array(rows), None) => {
            let index = field
                .parse::<usize>()
                .ok()
                .filter(|index| *index < rows.len())?;
            rows.remove(index);
        }
        _ => return None,
    }
    Some(one)
}

/// A pointer into `from` as the pointer to the same place in `to`.
fn translated(pointer: &str, from: &Value, to: &Value) -> Option<String> {
    let (mut from, mut to) = (from, to);
    let mut translated = String::new();
    for part in pointer.split('/').skip(1) {
        let field = part.replace("~1", "/").replace("~0", "~");
        translated.push('/');
        if let (Value::Array(rows), Value::Array(others)) = (from, to) {
            let row = rows.get(field.parse::<usize>().ok()?)?;
            let index = others
                .iter()
                .position(|other| key_of(other) == key_of(row))?;
            translated.push_str(&index.to_string());
            (from, to) = (row, &others[index]);
        } else {
            translated.push_str(part);
            (from, to) = (from.get(&field)?, to.get(&field)?);
        }
    }
    Some(translated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_told_apart_by_id() {
        let old = json!({ "rate": 1, "rows": [
            { "id": "a", "name": "Mining", "amount": 1 }, { "id": "b", "name": "Milling", "amount": 2 },
        ] });
        let new = json!({ "rate": 1, "rows": [
            { "id": "c", "name": "Haulage", "amount": 3 }, { "id": "b", "name": "Milling", "amount": 5 },
        ] });
        let lines = lines(&old, &new);
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.kind, l.pointer.as_str(), l.label.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (DiffKind::Added, "/rows/0", "Haulage"),
                (DiffKind::Changed, "/rows/1/amount", "Milling, amount"),
                (DiffKind::Removed, "/rows/0", "Mining"),
            ]
        );
        let one = with_line(&old, &new, &lines[1]).unwrap();
        assert_eq!(one["rows"][1]["amount"], 5);
        assert_eq!(one["rows"][0]["id"], "a");
        let added = with_line(&old, &new, &lines[0]).unwrap();
        assert_eq!(added["rows"].as_array().unwrap().len(), 3);
        let removed = with_line(&old, &new, &lines[2]).unwrap();
        assert_eq!(
            removed["rows"],
            json!([{ "id": "b", "name": "Milling", "amount": 2 }])
        );
    }

    #[test]
    fn equal_versions_have_no_lines() {
        let value = json!({ "a": [1, 2, { "b": null }] });
        assert!(lines(&value, &value).is_empty());
    }

    #[test]
    fn the_value_effect_of_one_line_is_its_own() {
        let old =
            serde_json::to_value(prospect_simulate::examples::OKO_WEST_2025.scenario()).unwrap();
        let mut new = old.clone();
        new["discount"]["rate"] = json!(0.2);
        let paths = PathSets::new();
        let (old_npv, new_npv) = (npv(old.clone(), &paths), npv(new.clone(), &paths));
        let mut lines = lines(&old, &new);
        assert_eq!(lines.len(), 1);
        value_lines(&mut lines, &old, &new, old_npv.unwrap(), &paths);
        let effect = lines[0].npv_effect.unwrap();
        assert!((effect - (new_npv.unwrap() - old_npv.unwrap())).abs() < 1e-9);
        assert!(effect < 0.0);
    }
}
