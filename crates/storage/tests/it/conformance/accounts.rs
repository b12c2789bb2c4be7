//! Users, API keys, login sessions, settings and the audit log.

use prospect_storage::{
    Actor, AuditFilter, NewApiKey, NewAuditEntry, NewLoginSession, NewUser, PageRequest, Role,
    StorageError, UniqueRule, User, UserChange, WriteTx,
};
use serde_json::json;

use super::fixtures::{at, workspace};
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_user_is_found_whatever_the_case_of_the_name,
    an_edit_needs_the_version_it_saw,
    deleting_a_user_takes_keys_and_sessions,
    a_key_is_found_by_hash_and_rotated,
    a_session_ends,
    a_setting_is_taken_once,
    the_audit_log_is_newest_first_and_keeps_the_diff,
);

async fn user(tx: &WriteTx, name: &str, role: Role) -> User {
    let new = NewUser {
        name: name.to_owned(),
        password_hash: format!("$argon2id${name}"),
        role,
    };
    tx.users().create(new, at(0)).await.unwrap()
}

async fn a_user_is_found_whatever_the_case_of_the_name(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let made = user(&tx, "Örn Ásgeirsson", Role::Admin).await;
    tx.commit().await.unwrap();
    let tx = store.read().await.unwrap();
    let found = tx
        .users()
        .credentials(" öRN ÁSGEIRSSON ")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.user, made);
    assert_eq!(found.password_hash, "$argon2id$Örn Ásgeirsson");
    assert_eq!(tx.users().count_active_admins().await.unwrap(), 1);
    assert!(tx.users().credentials("nobody").await.unwrap().is_none());
    let tx = store.write().await.unwrap();
    let twin = NewUser {
        name: "ÖRN ásgeirsson".to_owned(),
        password_hash: String::new(),
        role: Role::Viewer,
    };
    let refused = tx.users().create(twin, at(1)).await;
    assert!(
        matches!(refused, Err(StorageError::Taken(UniqueRule::UserName))),
        "{refused:?}"
    );
}

async fn an_edit_needs_the_version_it_saw(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let made = user(&tx, "Ann", Role::Viewer).await;
    assert_eq!(made.version, 1);
    let promote = || UserChange {
        role: Some(Role::Analyst),
        ..UserChange::default()
    };
    let changed = tx
        .users()
        .update(made.id, 1, promote(), at(5))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (changed.version, changed.role, changed.updated_at),
        (2, Role::Analyst, at(5))
    );
    let stale = tx.users().update(made.id, 1, promote(), at(6)).await;
    assert!(
        matches!(
            stale,
            Err(StorageError::Stale {
                expected: 1,
                found: 2,
                ..
            })
        ),
        "{stale:?}"
    );
    let disable = UserChange {
        disabled: Some(true),
        ..UserChange::default()
    };
    assert!(
        tx.users()
            .update(made.id, 2, disable, at(7))
            .await
            .unwrap()
            .unwrap()
            .disabled
    );
    assert!(tx.users().delete(made.id).await.unwrap());
    assert!(
        tx.users()
            .update(made.id, 3, promote(), at(8))
            .await
            .unwrap()
            .is_none()
    );
    assert!(!tx.users().delete(made.id).await.unwrap());
}

fn key(user: &User, hash: &str) -> NewApiKey {
    NewApiKey {
        user_id: user.id,
        name: "notebook".to_owned(),
        prefix: "pk_abc".to_owned(),
        hash: hash.to_owned(),
        role: Role::Analyst,
        workspace_id: None,
        expires_at: Some(at(1_000)),
    }
}

fn session(user: &User, token_hash: &str) -> NewLoginSession {
    NewLoginSession {
        user_id: user.id,
        token_hash: token_hash.to_owned(),
        address: Some("127.0.0.1".to_owned()),
        expires_at: at(100),
    }
}

async fn deleting_a_user_takes_keys_and_sessions(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let ann = user(&tx, "Ann", Role::Analyst).await;
    let bob = user(&tx, "Bob", Role::Analyst).await;
    tx.api_keys().create(key(&ann, "a"), at(0)).await.unwrap();
    tx.api_keys().create(key(&bob, "b"), at(0)).await.unwrap();
    tx.login_sessions()
        .create(session(&ann, "s"), at(0))
        .await
        .unwrap();
    tx.users().delete(ann.id).await.unwrap();
    assert!(tx.api_keys().by_hash("a").await.unwrap().is_none());
    assert!(tx.api_keys().by_hash("b").await.unwrap().is_some());
    assert!(
        tx.login_sessions()
            .live("s", at(1))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_key_is_found_by_hash_and_rotated(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let ann = user(&tx, "Ann", Role::Analyst).await;
    let room = workspace(&tx, "room").await;
    let new = NewApiKey {
        workspace_id: Some(room.id),
        ..key(&ann, "old")
    };
    let made = tx.api_keys().create(new, at(0)).await.unwrap();
    tx.api_keys().touch(made.id, at(9)).await.unwrap();
    let found = tx.api_keys().by_hash("old").await.unwrap().unwrap();
    assert_eq!(found.last_used_at, Some(at(9)));
    assert_eq!(
        (found.workspace_id, found.expires_at, found.role),
        (Some(room.id), Some(at(1_000)), Role::Analyst)
    );
    let rotated = tx
        .api_keys()
        .rotate(made.id, "pk_new", "new")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (rotated.id, rotated.prefix.as_str(), rotated.last_used_at),
        (made.id, "pk_new", None)
    );
    assert!(tx.api_keys().by_hash("old").await.unwrap().is_none());
    assert_eq!(
        tx.api_keys()
            .list(Some(ann.id), &PageRequest::first(5))
            .await
            .unwrap()
            .total,
        1
    );
    assert!(tx.api_keys().delete(made.id).await.unwrap());
    let orphan = NewApiKey {
        user_id: prospect_storage::UserId::from(room.id.as_uuid()),
        ..key(&ann, "x")
    };
    let refused = tx.api_keys().create(orphan, at(0)).await;
    assert!(
        matches!(refused, Err(StorageError::MissingReference)),
        "{refused:?}"
    );
}

async fn a_session_ends(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let ann = user(&tx, "Ann", Role::Analyst).await;
    let made = tx
        .login_sessions()
        .create(session(&ann, "one"), at(0))
        .await
        .unwrap();
    tx.login_sessions()
        .create(session(&ann, "two"), at(0))
        .await
        .unwrap();
    let (found, found_user) = tx
        .login_sessions()
        .live("one", at(99))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found, found_user), (made.clone(), ann.clone()));
    assert!(
        tx.login_sessions()
            .live("one", at(100))
            .await
            .unwrap()
            .is_none()
    );
    assert!(tx.login_sessions().extend(made.id, at(200)).await.unwrap());
    assert!(
        tx.login_sessions()
            .live("one", at(100))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        tx.login_sessions().delete_expired(at(100)).await.unwrap(),
        1
    );
    let disable = UserChange {
        disabled: Some(true),
        ..UserChange::default()
    };
    tx.users().update(ann.id, 1, disable, at(2)).await.unwrap();
    assert!(
        tx.login_sessions()
            .live("one", at(100))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(tx.login_sessions().delete_of_user(ann.id).await.unwrap(), 1);
}

async fn a_setting_is_taken_once(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    tx.settings()
        .set("setup_token", "one", at(0))
        .await
        .unwrap();
    tx.settings()
        .set("setup_token", "two", at(1))
        .await
        .unwrap();
    assert_eq!(
        tx.settings().get("setup_token").await.unwrap().as_deref(),
        Some("two")
    );
    assert!(tx.settings().delete("setup_token").await.unwrap());
    assert!(!tx.settings().delete("setup_token").await.unwrap());
    assert_eq!(tx.settings().get("setup_token").await.unwrap(), None);
}

async fn the_audit_log_is_newest_first_and_keeps_the_diff(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    let room = workspace(&tx, "room").await;
    for (i, workspace_id) in [Some(room.id), None, Some(room.id)].into_iter().enumerate() {
        let entry = NewAuditEntry {
            actor: Actor::User {
                id: "1".to_owned(),
                name: "Ann".to_owned(),
            },
            action: "update",
            subject_kind: "series",
            subject_id: Some(format!("s{i}")),
            subject_name: None,
            workspace_id,
            address: Some("::1".to_owned()),
            diff: Some(json!({"unit": ["t", "kt"], "alpha": [1, 2]})),
        };
        tx.audit()
            .add(entry, at(i64::try_from(i).unwrap()))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let tx = store.read().await.unwrap();
    let of_room = AuditFilter {
        workspace_id: Some(room.id),
        ..AuditFilter::default()
    };
    let page = tx
        .audit()
        .list(&of_room, &PageRequest::first(10))
        .await
        .unwrap();
    let subjects: Vec<_> = page
        .items
        .iter()
        .map(|entry| entry.subject_id.as_deref().unwrap())
        .collect();
    assert_eq!(subjects, ["s2", "s0"]);
    let diff = page.items[0].diff.as_ref().unwrap();
    assert_eq!(
        diff.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["unit", "alpha"],
        "key order is kept"
    );
    let since = AuditFilter {
        since: Some(at(1)),
        ..AuditFilter::default()
    };
    assert_eq!(
        tx.audit()
            .list(&since, &PageRequest::first(10))
            .await
            .unwrap()
            .total,
        1
    );
}
