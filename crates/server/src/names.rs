//! What names, slugs and passwords must look like.

use crate::password;
use crate::problem::Problem;

pub(crate) const NAME_MAX: usize = 64;
pub(crate) const TITLE_MAX: usize = 200;
pub(crate) const SLUG_MAX: usize = 64;
pub(crate) const NOTE_MAX: usize = 500;
pub(crate) const SEARCH_MAX: usize = 200;

pub(crate) fn check_user(name: &str, pointer: &str) -> Result<(), Problem> {
    check_text(name, pointer, "the name", NAME_MAX)
}

/// One line of 1 to `max` characters without spaces at either end.
pub(crate) fn check_text(text: &str, pointer: &str, what: &str, max: usize) -> Result<(), Problem> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(Problem::invalid(pointer, format!("{what} is empty")));
    }
    if length > max {
        return Err(Problem::invalid(
            pointer,
            format!("{what} has {length} characters; at most {max} are allowed"),
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::invalid(
            pointer,
            format!("{what} must be one line of text"),
        ));
    }
    Ok(())
}

pub(crate) fn check_password(password: &str, pointer: &str) -> Result<(), Problem> {
    let length = password.chars().count();
    if length < password::MIN_LENGTH {
        return Err(Problem::invalid(
            pointer,
            format!(
                "the password has {length} characters; it needs {}",
                password::MIN_LENGTH
            ),
        ));
    }
    if length > password::MAX_LENGTH {
        return Err(Problem::invalid(
            pointer,
            format!(
                "the password has {length} characters; at most {}",
                password::MAX_LENGTH
            ),
        ));
    }
    Ok(())
}

pub(crate) fn check_slug(slug: &str, pointer: &str) -> Result<(), Problem> {
    let plain = !slug.is_empty()
        && slug.len() <= SLUG_MAX
        && slug.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if plain {
        return Ok(());
    }
    Err(Problem::invalid(
        pointer,
        format!(
            "\"{slug}\" is no slug: lower-case letters and digits, parts joined by hyphens, at most {SLUG_MAX} characters"
        ),
    ))
}

/// The slug made from a name; `None` when nothing of it can be kept.
pub(crate) fn slug_of(name: &str) -> Option<String> {
    let mut slug = String::new();
    for character in name.to_lowercase().chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= SLUG_MAX {
            break;
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    (!slug.is_empty()).then_some(slug)
}

/// Words to look for, from the `q` of a list; `None` when there is nothing to look for.
pub(crate) fn search_words(text: Option<String>) -> Result<Option<String>, Problem> {
    let length = text.as_deref().map_or(0, |text| text.chars().count());
    if length > SEARCH_MAX {
        return Err(Problem::invalid(
            "/query/q",
            format!("the search has {length} characters; at most {SEARCH_MAX} are looked for"),
        ));
    }
    Ok(text.filter(|text| !text.trim().is_empty()))
}

/// The slug the caller chose, or one made from the name; checked either way.
pub(crate) fn given_or_made(slug: Option<String>, name: &str) -> Result<String, Problem> {
    let slug = match slug {
        Some(slug) => slug,
        None => slug_of(name).ok_or_else(|| {
            Problem::invalid("/slug", "no slug can be made from this name; give one")
        })?,
    };
    check_slug(&slug, "/slug")?;
    Ok(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_come_from_names_and_pass_their_own_check() {
        assert_eq!(slug_of("Oko West (2025)").as_deref(), Some("oko-west-2025"));
        assert_eq!(slug_of("—"), None);
        check_slug(&slug_of(&"ab ".repeat(60)).unwrap(), "/slug").unwrap();
        for slug in ["", "A", "a_b", "-a", "a-", "a--b", &"a".repeat(65)] {
            assert!(check_slug(slug, "/slug").is_err(), "{slug}");
        }
    }

    #[test]
    fn names_are_one_line() {
        check_user("Ada Lovelace", "/name").unwrap();
        for name in ["", "  ", "a\nb", &"x".repeat(65)] {
            assert!(check_user(name, "/name").is_err(), "{name:?}");
        }
    }
}
