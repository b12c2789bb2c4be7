//! Reading a unit from text. `/`, `per`, `·`, `*` and `×` work from left to right; a space multiplies
//! and binds closer, so `US$/t km` is `US$/(t·km)`; parentheses group; `^2`, a trailing digit or a
//! superscript raises.

use super::definitions::{self, AMBIGUOUS, SHORTHANDS};
use super::money::Money;
use super::{Atom, MAX_POWER, Unit, UnitError};

/// Longest text that is looked at, in bytes.
const MAX_LENGTH: usize = 100;
const MAX_DEPTH: usize = 4;

pub(super) fn parse(text: &str) -> Result<Unit, UnitError> {
    if text.len() > MAX_LENGTH {
        return Err(UnitError::TooLong { limit: MAX_LENGTH });
    }
    let plain = text
        .replace('²', "^2")
        .replace('³', "^3")
        .replace(" per ", "/")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if plain.is_empty() {
        return Err(UnitError::Empty);
    }
    expression(&plain, text, 0)
}

fn expression(text: &str, whole: &str, depth: usize) -> Result<Unit, UnitError> {
    if depth > MAX_DEPTH {
        return Err(malformed(whole, "parentheses are nested too deeply"));
    }
    let mut result = Unit::one();
    let mut divide = false;
    for (operator, operand) in operands(text, whole)? {
        if let Some(operator) = operator {
            divide = operator == '/';
        }
        let unit = operand_unit(operand.trim(), whole, depth)?;
        result = if divide {
            result.checked_div(&unit)?
        } else {
            result.checked_mul(&unit)?
        };
    }
    Ok(result)
}

/// Splits at the operators outside parentheses; each part comes with the operator before it.
fn operands<'a>(text: &'a str, whole: &str) -> Result<Vec<(Option<char>, &'a str)>, UnitError> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut operator = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| malformed(whole, "a parenthesis closes that was not opened"))?;
            }
            '/' | '*' | '·' | '×' | '⋅' if depth == 0 => {
                parts.push((operator, &text[start..at]));
                operator = Some(c);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err(malformed(whole, "a parenthesis is not closed"));
    }
    parts.push((operator, &text[start..]));
    Ok(parts)
}

fn operand_unit(text: &str, whole: &str, depth: usize) -> Result<Unit, UnitError> {
    if text.is_empty() {
        return Err(malformed(
            whole,
            "there is nothing on one side of an operator",
        ));
    }
    if text.starts_with('(') && closes_at_end(text) {
        return expression(&text[1..text.len() - 1], whole, depth + 1);
    }
    if let Some(unit) = word(text)? {
        return Ok(unit);
    }
    let mut result = Unit::one();
    for part in text.split(' ') {
        let unit = word(part)?.ok_or_else(|| unknown(part, whole))?;
        result = result.checked_mul(&unit)?;
    }
    Ok(result)
}

/// Whether the parenthesis opened first is the one closed last.
fn closes_at_end(text: &str) -> bool {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1 == text.len();
        }
    }
    false
}

/// A single unit with an optional power; `None` when the word is not known.
fn word(text: &str) -> Result<Option<Unit>, UnitError> {
    if let Some(unit) = simple(text)? {
        return Ok(Some(unit));
    }
    let (name, power) = match text.split_once('^') {
        Some((name, power)) => (name.trim_end(), power.trim()),
        None => match text.char_indices().next_back() {
            Some((at, '2'..='9')) => text.split_at(at),
            _ => return Ok(None),
        },
    };
    let Ok(power) = power.parse::<i8>() else {
        return Ok(None);
    };
    if power == 0 || power.unsigned_abs() > MAX_POWER.unsigned_abs() {
        return Err(UnitError::PowerOutOfRange);
    }
    match simple(name)? {
        Some(unit) => Ok(Some(unit.raised(power)?)),
        None => Ok(None),
    }
}

fn simple(text: &str) -> Result<Option<Unit>, UnitError> {
    if matches!(text, "1" | "dimensionless" | "ratio" | "fraction" | "-") {
        return Ok(Some(Unit::one()));
    }
    if let Some(index) = definitions::find(text) {
        return Ok(Some(Unit::of(Atom::Named(index))));
    }
    if let Some((_, instead)) = AMBIGUOUS.iter().find(|(spelling, _)| *spelling == text) {
        return Err(UnitError::Ambiguous {
            text: text.to_owned(),
            instead,
        });
    }
    if let Some(money) = Money::parse(text) {
        return Ok(Some(Unit::of(Atom::Money(money))));
    }
    match SHORTHANDS.iter().find(|(spelling, _)| *spelling == text) {
        Some((_, meaning)) => expression(meaning, meaning, 0).map(Some),
        None => Ok(None),
    }
}

fn malformed(whole: &str, reason: &'static str) -> UnitError {
    UnitError::Malformed {
        text: whole.to_owned(),
        reason,
    }
}

fn unknown(part: &str, whole: &str) -> UnitError {
    UnitError::Unknown {
        part: part.to_owned(),
        whole: whole.to_owned(),
        hint: match definitions::find_ignoring_case(part) {
            Some(symbol) => format!("did you mean {symbol}?"),
            None => {
                "known are for example t, lb, oz, bbl, MMBtu, MWh, y, %, US$ and M US$".to_owned()
            }
        },
    }
}
