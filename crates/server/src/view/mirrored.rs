//! Enums of `storage` and `sources` as the OpenAPI document shows them. Those crates know nothing of
//! HTTP, so the document's enum mirrors theirs and the compiler checks that no variant is missing.

macro_rules! mirrored {
    ($(#[$meta:meta])* $view:ident as $name:ident mirrors $source:path {
        $($(#[$variant_meta:meta])* $variant:ident),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $name)]
        pub(crate) enum $view { $($(#[$variant_meta])* $variant),+ }

        impl From<$source> for $view {
            fn from(source: $source) -> Self {
                use $source as Source;
                match source { $(Source::$variant => Self::$variant),+ }
            }
        }

        impl From<$view> for $source {
            fn from(view: $view) -> Self {
                use $source as Source;
                match view { $($view::$variant => Source::$variant),+ }
            }
        }
    };
}
pub(super) use mirrored;
