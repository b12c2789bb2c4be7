//! JSON pointers (RFC 6901) from the path at which serde gave up.

use std::fmt::Write as _;

use serde_path_to_error::{Path, Segment};

pub(super) fn pointer(prefix: &str, path: &Path) -> String {
    let mut pointer = prefix.to_owned();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                write!(pointer, "/{index}").expect("writing to a String cannot fail");
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            // The name of an enum variant is not a place in the document.
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}
