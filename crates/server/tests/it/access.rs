//! Every route says who may use it, and means it.

use axum::body::Body;
use axum::http::{Method, Request};
use prospect_server::ACCESS_EXTENSION;
use serde_json::Value;

use crate::app::{App, Caller, on_both_engines};

on_both_engines!(every_route_turns_away_who_may_not_use_it);

/// Method, path with its parameters filled in, and access of every documented operation.
fn operations() -> Vec<(Method, String, String)> {
    let document = serde_json::to_value(prospect_server::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else {
                continue;
            };
            let access = match &operation[ACCESS_EXTENSION] {
                Value::String(access) => access.clone(),
                _ => panic!("{method} {path} declares no access level"),
            };
            let path = path
                .replace("{id}", "00000000-0000-7000-8000-000000000000")
                .replace("{slug}", "none")
                .replace("{n}", "1")
                .replace("{file}", "index.html");
            assert!(
                !path.contains('{'),
                "{path} has a parameter this test does not know"
            );
            operations.push((method, path, access));
        }
    }
    operations
}

#[test]
fn every_route_declares_its_access_and_credentials() {
    let document = serde_json::to_value(prospect_server::document()).unwrap();
    let mut count = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let access = operation[ACCESS_EXTENSION].as_str();
            let access = access.unwrap_or_else(|| panic!("{method} {path} declares no access"));
            assert!(
                ["public", "viewer", "analyst", "admin"].contains(&access),
                "{access}"
            );
            assert_eq!(
                operation["security"].is_array(),
                access != "public",
                "{method} {path}"
            );
            count += 1;
        }
    }
    assert!(count > 40, "{count} operations");
}

#[test]
fn only_signing_in_and_what_machines_watch_is_public() {
    let public: Vec<_> = operations()
        .into_iter()
        .filter(|(_, _, access)| access == "public")
        .collect();
    for (method, path, _) in public {
        let expected = [
            "/health",
            "/livez",
            "/readyz",
            "/metrics",
            "/api/openapi.json",
        ]
        .contains(&path.as_str())
            || ["/api/docs", "/api/v1/setup", "/api/v1/session"]
                .iter()
                .any(|prefix| path.starts_with(prefix));
        assert!(expected, "{method} {path} is public");
    }
}

async fn every_route_turns_away_who_may_not_use_it(app: App) {
    let admin = app.admin().await;
    let viewer = app.user(&admin, "Vera", "viewer").await;
    let analyst = app.user(&admin, "Anna", "analyst").await;
    let nobody = Caller::default();
    let rank = |access: &str| {
        ["public", "viewer", "analyst", "admin"]
            .iter()
            .position(|a| *a == access)
    };
    for (method, path, access) in operations() {
        // It would sign the callers out.
        if method == Method::DELETE && path == "/api/v1/session" {
            continue;
        }
        for (caller, role) in [
            (&nobody, "public"),
            (&viewer, "viewer"),
            (&analyst, "analyst"),
        ] {
            let request = Request::builder().method(method.clone()).uri(&path);
            let request = request.body(Body::empty()).unwrap();
            let answer = app.request(caller, request).await;
            let status = answer.status.as_u16();
            if rank(role) >= rank(&access) {
                assert!(
                    status != 401 && status != 403 || path.contains("/keys"),
                    "{role}: {method} {path} gave {status}"
                );
            } else if role == "public" {
                assert_eq!(status, 401, "{role}: {method} {path}");
                answer.problem(401);
            } else {
                assert_eq!(status, 403, "{role}: {method} {path}");
                answer.problem(403);
            }
        }
    }
}
