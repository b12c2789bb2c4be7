//! What a scenario says, as a hash: two runs with the same one had the same input. How the file was laid out, and whether
//! it was TOML or JSON, does not enter.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::Scenario;

impl Scenario {
    /// SHA-256, in hexadecimal, of the scenario's canonical JSON: no white space, fields in the order of this engine's
    /// types, what was left out left out.
    pub fn content_hash(&self) -> String {
        let canonical =
            serde_json::to_vec(self).expect("a scenario has string keys and serialises");
        Sha256::digest(&canonical)
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                write!(text, "{byte:02x}").expect("writing to a String cannot fail");
                text
            })
    }
}

#[cfg(test)]
mod tests {
    use crate::examples;
    use crate::scenario::Scenario;

    #[test]
    fn the_hash_is_of_what_is_said_not_of_how_it_is_written() {
        let scenario = examples::OKO_WEST_2025.scenario();
        let hash = scenario.content_hash();
        assert_eq!(hash.len(), 64);
        let stored = serde_json::to_value(&scenario).expect("serialises");
        let read_back = Scenario::from_value(stored.clone()).expect("what was written is read");
        assert_eq!(read_back.content_hash(), hash);
        let mut turned = serde_json::Map::new();
        for (name, field) in stored.as_object().expect("an object").iter().rev() {
            turned.insert(name.clone(), field.clone());
        }
        let turned = Scenario::from_value(turned.into()).expect("fields in any order");
        assert_eq!(turned.content_hash(), hash);
        let mut other = scenario;
        other.discount.rate += 0.001;
        assert_ne!(other.content_hash(), hash);
    }
}
