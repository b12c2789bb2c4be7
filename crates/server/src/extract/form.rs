//! A multipart form of one file and JSON parts, read whole within the route's body limit.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::pointer::pointer;
use crate::problem::{InputError, Kind, Problem};

/// Parts beyond this many are refused rather than held in memory.
const MAX_PARTS: usize = 8;

#[derive(Debug, Clone)]
pub(crate) struct FormFile {
    pub name: String,
    pub bytes: Bytes,
}

#[derive(Debug)]
pub(crate) struct Form {
    parts: BTreeMap<String, FormFile>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| {
            Problem::new(
                Kind::UnsupportedMediaType,
                "the body must be a form: send Content-Type: multipart/form-data with a boundary",
            )
        })?;
        let mut parts = BTreeMap::new();
        while let Some(field) = multipart
            .next_field()
            .await
            .map_err(|error| unread(&error))?
        {
            if parts.len() == MAX_PARTS {
                return Err(Problem::invalid(
                    "/form",
                    format!("more than {MAX_PARTS} parts"),
                ));
            }
            let Some(part) = field.name().map(str::to_owned) else {
                return Err(Problem::invalid("/form", "a part has no name"));
            };
            let name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|error| unread(&error))?;
            parts.insert(part, FormFile { name, bytes });
        }
        Ok(Self { parts })
    }
}

impl Form {
    /// Refuses parts that nobody asked for, which are misspelt ones.
    pub(crate) fn finish(&self) -> Result<(), Problem> {
        match self.parts.keys().next() {
            None => Ok(()),
            Some(part) => Err(Problem::invalid(
                format!("/form/{part}"),
                format!("\"{part}\" is not a part of this form"),
            )),
        }
    }

    pub(crate) fn file(&mut self, part: &str) -> Result<FormFile, Problem> {
        self.parts.remove(part).ok_or_else(|| {
            Problem::invalid(
                format!("/form/{part}"),
                format!("the part \"{part}\" is missing"),
            )
        })
    }

    /// A JSON part that may be left out.
    pub(crate) fn json<T: DeserializeOwned>(&mut self, part: &str) -> Result<Option<T>, Problem> {
        let Some(file) = self.parts.remove(part) else {
            return Ok(None);
        };
        let deserializer = &mut serde_json::Deserializer::from_slice(&file.bytes);
        serde_path_to_error::deserialize(deserializer)
            .map(Some)
            .map_err(|error| {
                let place = pointer(&format!("/form/{part}"), error.path());
                Problem::invalid_input(vec![InputError::new(place, error.into_inner().to_string())])
            })
    }
}

fn unread(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(
            Kind::PayloadTooLarge,
            "the form is larger than this address takes",
        );
    }
    Problem::bad_request(format!("the form cannot be read: {}", error.body_text()))
}
