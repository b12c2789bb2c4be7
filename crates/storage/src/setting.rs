//! Small facts of the installation, by key (the hash of the setup token, for one). Not the configuration: that comes
//! from files and the environment.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};

use crate::{
    error::StorageError,
    instant::to_microseconds,
    transaction::{Transaction, Write},
};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub struct SettingRepository<'t, Mode> {
    pub(crate) tx: &'t Transaction<Mode>,
}

impl<Mode> SettingRepository<'_, Mode> {
    pub async fn get(&self, key: &str) -> Result<Option<String>, StorageError> {
        Ok(row::Entity::find_by_id(key)
            .one(&self.tx.connection)
            .await?
            .map(|row| row.value))
    }
}

impl SettingRepository<'_, Write> {
    pub async fn set(
        &self,
        key: &str,
        value: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let row = row::ActiveModel {
            key: Set(key.to_owned()),
            value: Set(value.to_owned()),
            updated_at: Set(to_microseconds(now)),
        };
        let overwrite = OnConflict::column(row::Column::Key)
            .update_columns([row::Column::Value, row::Column::UpdatedAt])
            .to_owned();
        row::Entity::insert(row)
            .on_conflict(overwrite)
            .exec_without_returning(&self.tx.connection)
            .await?;
        Ok(())
    }

    /// Takes the value away; whether there was one. Of two callers that race, one gets `true`.
    pub async fn delete(&self, key: &str) -> Result<bool, StorageError> {
        Ok(row::Entity::delete_by_id(key)
            .exec(&self.tx.connection)
            .await?
            .rows_affected
            > 0)
    }
}
