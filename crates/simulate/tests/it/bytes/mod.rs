//! Scenarios from any bytes, for the fuzz target and for the tests beside it.

use prospect_simulate::engine::{SimulationSettings, simulate};
use prospect_simulate::examples;
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::scenario::Scenario;
use serde_json::Value;
use std::ops::ControlFlow;

/// More changes to one scenario find nothing that fewer do not.
const MOST_CHANGES: usize = 12;
const NUMBERS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    1e-12,
    -1e-12,
    1e12,
    -1e12,
    1e-300,
    1e300,
    f64::MAX,
    f64::MIN_POSITIVE,
    4_294_967_296.0,
    0.95,
];
const WORDS: [&str; 8] = [
    "",
    "x",
    "US$",
    "US$/t",
    "capital",
    "costs",
    "revenue",
    "\u{1F4A3} a/b/",
];

/// Bytes taken in order; where they end, every further one is 0.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        usize::from(*first)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.byte() * 256 + self.byte()) % limit.max(1)
    }
}

/// Reads the bytes as a scenario file, or as changes to an example that ships; what is accepted is run.
pub(crate) fn scenario_from(data: &[u8]) {
    let mut reader = Reader(data);
    let which = reader.byte();
    if which == 0 {
        let text = String::from_utf8_lossy(reader.0).into_owned();
        for read in [Scenario::from_toml(&text), Scenario::from_json(&text)] {
            run(read);
        }
        return;
    }
    let example = examples::ALL[which % examples::ALL.len()];
    let mut value = serde_json::to_value(example.scenario()).unwrap();
    for _ in 0..MOST_CHANGES {
        if reader.0.is_empty() {
            break;
        }
        change(&mut value, &mut reader);
    }
    run(Scenario::from_value(value));
}

fn run(read: Result<Scenario, prospect_simulate::scenario::ScenarioErrors>) {
    let checked = read.and_then(|scenario| Plan::compile(&scenario, &PathSets::new()));
    let plan = match checked {
        Ok(plan) => plan,
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.errors.iter().all(|error| !error.message.is_empty()));
            return;
        }
    };
    let base = plan.base_case();
    serde_json::to_string(&base).unwrap();
    let settings = SimulationSettings {
        iterations: 20,
        ..SimulationSettings::default()
    };
    let result = simulate(&plan, &settings, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(result.iterations, 20);
    serde_json::to_string(&result).unwrap();
}

/// Goes down from the root to somewhere and changes what is there.
fn change(value: &mut Value, reader: &mut Reader<'_>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let at = reader.below(fields.len());
            let key = fields.keys().nth(at).unwrap().clone();
            match reader.byte() {
                0..8 => {
                    fields.remove(&key);
                }
                8..12 => {
                    let other = fields.values().nth(reader.below(fields.len())).cloned();
                    fields.insert(key, other.unwrap_or_default());
                }
                12..14 => {
                    fields.insert("unknown".to_owned(), Value::Null);
                }
                _ => change(&mut fields[&key], reader),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = reader.below(items.len());
            match reader.byte() {
                0..8 => {
                    items.remove(at);
                }
                8..16 => {
                    let copy = items[at].clone();
                    items.push(copy);
                }
                16..20 => items.truncate(at),
                _ => change(&mut items[at], reader),
            }
        }
        Value::Number(number) => {
            let old = number.as_f64().unwrap_or(0.0);
            let new = match reader.byte() {
                0..96 => NUMBERS[reader.below(NUMBERS.len())],
                96..160 => old * (reader.byte() as f64 - 64.0) / 32.0,
                _ => reader.byte() as f64,
            };
            *value = Value::from(new);
        }
        Value::String(text) => {
            WORDS[reader.below(WORDS.len())].clone_into(text);
        }
        Value::Bool(flag) => *flag = !*flag,
        _ => *value = Value::from(reader.byte()),
    }
}
