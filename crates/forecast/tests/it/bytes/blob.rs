//! Fitted models as they could be read from storage.

use super::reader::Reader;
use prospect_forecast::model::{FittedModel, ModelName, Training, Transform, fit};
use prospect_forecast::sample_paths;
use serde_json::Value;
use std::sync::LazyLock;

/// Trend, season and a little noise, positive, with a gap; or mostly nil.
fn data(demand: bool, gap: bool) -> Vec<f64> {
    (0_u32..48)
        .map(|t| {
            let noise = f64::from(t * 7_919 % 101) / 25.0;
            if gap && t > 44 {
                f64::NAN
            } else if demand {
                if t % 3 == 0 { noise } else { 0.0 }
            } else {
                20.0 + 0.3 * f64::from(t) + 3.0 * f64::from(t % 4) + noise
            }
        })
        .collect()
}

/// Blobs of every model, on complete data and standing in a gap.
static BLOBS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let mut blobs = Vec::new();
    for model in ModelName::ALL {
        let demand = model.family() == prospect_forecast::model::Family::Intermittent;
        for gap in [false, true] {
            let y = data(demand, gap);
            let mut training = Training::new(&y, 4);
            if !demand && gap {
                training.transform = Transform::BoxCox { lambda: 0.5 };
            }
            if let Ok(fitted) = fit(model, &training) {
                let blob = fitted.to_blob().expect("a fitted model can be written");
                blobs.push(serde_json::from_slice(&blob).expect("and is JSON"));
            }
        }
    }
    blobs
});

fn scalar(reader: &mut Reader<'_>) -> Value {
    match reader.below(6) {
        0 => Value::Null,
        1 => Value::from(reader.below(256)),
        2 => Value::from(1_u64 << reader.below(64)),
        3 => Value::from(-1_i64),
        4 => Value::Array(Vec::new()),
        // A number that is not finite becomes null.
        _ => Value::from(reader.number()),
    }
}

/// Changes one place, found by walking down by bytes.
fn change(value: &mut Value, reader: &mut Reader<'_>) {
    let children = match value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    let here = children == 0 || reader.below(8) == 0;
    let at = reader.below(256) % children.max(1);
    match value {
        Value::Array(list) if here && !list.is_empty() => match reader.below(4) {
            0 => {
                list.remove(at);
            }
            1 => list.insert(at, list[at].clone()),
            2 => list.truncate(at),
            _ => list[at] = scalar(reader),
        },
        Value::Object(map) if here && !map.is_empty() => {
            let key = map.keys().nth(at).cloned().unwrap_or_default();
            if reader.below(2) == 0 {
                map.remove(&key);
            } else {
                map.insert(key, scalar(reader));
            }
        }
        Value::Array(list) if !here => change(&mut list[at], reader),
        Value::Object(map) if !here => {
            if let Some(child) = map.values_mut().nth(at) {
                change(child, reader);
            }
        }
        _ => *value = scalar(reader),
    }
}

/// Reads a blob made of the bytes and uses it as far as it is accepted.
pub(crate) fn blob_from(data: &[u8]) {
    let mut reader = Reader::new(data);
    let chosen = usize::from(reader.byte());
    let blob = match BLOBS.get(chosen) {
        None => reader.rest().to_vec(),
        Some(original) => {
            let mut value = original.clone();
            while !reader.is_empty() {
                change(&mut value, &mut reader);
            }
            serde_json::to_vec(&value).expect("JSON can be written")
        }
    };
    let Ok(mut fitted) = FittedModel::from_blob(&blob) else {
        return;
    };
    let before = fitted.ahead(5);
    assert_eq!(before.len(), 5);
    let _paths = sample_paths(&fitted, 5, 3, 7);
    fitted.update(&[20.0, f64::NAN, 25.0, 0.0]);
    assert_eq!(fitted.ahead(5).len(), 5);
    let _again = fitted.to_blob();
}
