//! Repeated requests.

use prospect_storage::{IdempotencyStart, StoredResponse};

use super::fixtures::at;
use crate::databases::{Fresh, on_both_engines};

on_both_engines!(
    a_repeated_request_gets_the_first_answer,
    an_expired_key_is_free_again
);

async fn a_repeated_request_gets_the_first_answer(fresh: Fresh) {
    let store = fresh.migrated().await;
    let answer = StoredResponse {
        status: 201,
        headers: "{}".to_owned(),
        body: vec![0, 1, 255],
    };
    let tx = store.write().await.unwrap();
    let start = tx
        .idempotency()
        .start("ann", "k", "hash", at(0), at(60))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::New);
    let start = tx
        .idempotency()
        .start("ann", "k", "hash", at(1), at(60))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::InProgress);
    tx.idempotency()
        .complete("ann", "k", answer.clone())
        .await
        .unwrap();
    let start = tx
        .idempotency()
        .start("ann", "k", "hash", at(2), at(60))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::Done(answer));
    let start = tx
        .idempotency()
        .start("ann", "k", "other", at(2), at(60))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::Mismatch);
    let start = tx
        .idempotency()
        .start("bob", "k", "other", at(2), at(60))
        .await
        .unwrap();
    assert_eq!(
        start,
        IdempotencyStart::New,
        "keys are each principal's own"
    );
}

async fn an_expired_key_is_free_again(fresh: Fresh) {
    let store = fresh.migrated().await;
    let tx = store.write().await.unwrap();
    tx.idempotency()
        .start("ann", "k", "hash", at(0), at(60))
        .await
        .unwrap();
    let start = tx
        .idempotency()
        .start("ann", "k", "other", at(60), at(120))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::New);
    tx.idempotency().forget("ann", "k").await.unwrap();
    let start = tx
        .idempotency()
        .start("ann", "k", "third", at(61), at(120))
        .await
        .unwrap();
    assert_eq!(start, IdempotencyStart::New);
    assert_eq!(tx.idempotency().delete_expired(at(200)).await.unwrap(), 1);
}
