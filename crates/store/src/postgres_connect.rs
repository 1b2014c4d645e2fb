//! Connections to PostgreSQL, and the one that listens.

use crate::{
    database::{DatabaseError, Row, Statement, raise},
    postgres_value::{Param, dollars, read_row},
    tls::client_tls,
};
use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use futures_util::{StreamExt, stream};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{mpsc, watch},
};
use tokio_postgres::{
    AsyncMessage, Client, Config, Connection, NoTls,
    config::{Host, SslMode},
    error::SqlState,
    types::ToSql,
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Reads the end of the log.
pub(crate) const READ_HEAD: &str = "SELECT position FROM log_head";
/// Settings of connections that read.
pub(crate) const READER: &str = "-c statement_timeout=60s";
/// Settings of the connection that writes. A process that hangs must not hold the end of the log for ever; the
/// last part of a rebuild may take long.
pub(crate) const WRITER: &str =
    "-c lock_timeout=10s -c statement_timeout=15min -c idle_in_transaction_session_timeout=60s";
/// Settings of connections that fill what nobody reads yet: whoever takes it into use waits for the disk.
pub(crate) const LOADER: &str = "-c synchronous_commit=off -c maintenance_work_mem=512MB";
/// How long a listener trusts its connection without hearing anything, and rests after losing it.
const LISTEN_CHECK: Duration = Duration::from_secs(5);
const LISTEN_REST: Duration = Duration::from_millis(500);

/// How to connect.
pub(crate) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    place: String,
}

impl Connector {
    /// Reads a URL. `sslmode=require` (and `verify-full`, which says the same here) means TLS with a certificate of
    /// an authority that the system trusts, or that `SSL_CERT_FILE` names; anything else goes without. Who says nothing of it for
    /// another machine is told so.
    pub(crate) fn new(url: &str) -> Result<Self, DatabaseError> {
        let wrong = |e: tokio_postgres::Error| DatabaseError::Unreachable {
            place: "PostgreSQL".to_owned(),
            cause: format!("de URL klopt niet: {}", cause(&e)),
        };
        let mut config: Config =
            url.replace("sslmode=verify-full", "sslmode=require").parse().map_err(wrong)?;
        if config.get_application_name().is_none() {
            config.application_name("wijkspoor");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        config.keepalives_idle(Duration::from_secs(30));
        let tls = match config.get_ssl_mode() {
            SslMode::Disable | SslMode::Prefer => None,
            _ => Some(MakeRustlsConnect::new(client_tls().map_err(DatabaseError::Other)?)),
        };
        let place = place(&config);
        if config.get_ssl_mode() == SslMode::Prefer && config.get_hosts().iter().any(is_elsewhere) {
            tracing::warn!(
                database = place,
                "de verbinding met de database gaat zonder TLS over het netwerk: zet ?sslmode=require in de URL, of \
                 ?sslmode=disable als het netwerk zelf versleutelt"
            );
        }
        Ok(Self { config, tls, place })
    }

    fn with_options(&self, options: &str) -> Config {
        let mut config = self.config.clone();
        let given = config.get_options().unwrap_or_default().to_owned();
        config.options(format!("{given} {options}"));
        config
    }

    /// A pool of connections with these settings.
    pub(crate) fn pool(&self, size: usize, options: &str) -> Result<Pool, DatabaseError> {
        let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let config = self.with_options(options);
        let manager = match &self.tls {
            Some(tls) => Manager::from_config(config, tls.clone(), how),
            None => Manager::from_config(config, NoTls, how),
        };
        let pool = Pool::builder(manager)
            .max_size(size)
            .runtime(Runtime::Tokio1)
            .create_timeout(Some(Duration::from_secs(10)));
        pool.build().map_err(|e| DatabaseError::Other(e.to_string()))
    }

    /// One connection by itself.
    pub(crate) async fn connect(&self) -> Result<Client, DatabaseError> {
        Ok(self.connect_listening().await?.0)
    }

    async fn connect_listening(&self) -> Result<(Client, mpsc::UnboundedReceiver<String>), DatabaseError> {
        let (sender, notices) = mpsc::unbounded_channel();
        let config = self.with_options("");
        let client = match &self.tls {
            Some(tls) => config.connect(tls.clone()).await.map(|(client, c)| (client, drive(c, sender))),
            None => config.connect(NoTls).await.map(|(client, c)| (client, drive(c, sender))),
        };
        client.map(|(client, ())| (client, notices)).map_err(|e| self.failed("verbinden", &e))
    }

    /// No connection.
    pub(crate) fn unreachable(&self, cause: impl std::fmt::Display) -> DatabaseError {
        DatabaseError::Unreachable { place: self.place.clone(), cause: cause.to_string() }
    }

    /// What a failed statement means.
    pub(crate) fn failed(&self, sql: &str, error: &tokio_postgres::Error) -> DatabaseError {
        let Some(db) = error.as_db_error() else {
            let lost = error.is_closed() || error.source_is_io() || sql == "verbinden";
            return if lost { self.unreachable(cause(error)) } else { other(sql, &cause(error)) };
        };
        let code = db.code();
        let gone = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::INVALID_PASSWORD,
            SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
            SqlState::INVALID_CATALOG_NAME,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ];
        let busy = [
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::QUERY_CANCELED,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
        ];
        match () {
            () if gone.contains(code) => self.unreachable(db.message()),
            () if busy.contains(code) => DatabaseError::Busy,
            () => other(sql, &format!("{} [{}]", db.message(), code.code())),
        }
    }

    /// What a pool without a connection means.
    pub(crate) fn pool_failed(&self, error: &PoolError) -> DatabaseError {
        match error {
            PoolError::Backend(e) => self.failed("verbinden", e),
            PoolError::Timeout(_) => self.unreachable("geen antwoord binnen 10 seconden"),
            e => DatabaseError::Other(e.to_string()),
        }
    }
}

trait SourceIsIo {
    fn source_is_io(&self) -> bool;
}

impl SourceIsIo for tokio_postgres::Error {
    fn source_is_io(&self) -> bool {
        std::error::Error::source(self).is_some_and(|s| s.is::<std::io::Error>())
    }
}

fn cause(error: &tokio_postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn other(sql: &str, cause: &str) -> DatabaseError {
    DatabaseError::Other(format!("{cause} (in: {})", sql.chars().take(200).collect::<String>()))
}

/// Whether what is sent there leaves this machine.
fn is_elsewhere(host: &Host) -> bool {
    match host {
        Host::Unix(_) => false,
        Host::Tcp(name) => name != "localhost" && !name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
    }
}

/// Host and database, for people; never the password.
fn place(config: &Config) -> String {
    let host = config.get_hosts().first().map_or_else(String::new, |host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    });
    let port = config.get_ports().first().copied().unwrap_or(5432);
    format!("{host}:{port}/{}", config.get_dbname().or(config.get_user()).unwrap_or_default())
}

/// Lets a connection do its work, and passes notices on.
fn drive<S, T>(mut connection: Connection<S, T>, notices: mpsc::UnboundedSender<String>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notice) = message {
                // Nobody listens on most connections.
                let _ = notices.send(notice.payload().to_owned());
            }
        }
    });
}

/// Runs one statement on a connection by itself.
pub(crate) async fn query(
    client: &Client,
    connector: &Connector,
    statement: Statement,
) -> Result<Vec<Row>, DatabaseError> {
    let params: Vec<Param<'_>> = statement.params.iter().map(Param).collect();
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
    let rows = client.query(&dollars(&statement.sql), &params).await;
    rows.map_err(|e| connector.failed(&statement.sql, &e))?.iter().map(read_row).collect()
}

/// Follows the end of the log for ever. Notices are only a quick way to hear: the log is also looked at now and
/// then, which shows a dead connection, and after each new connection.
pub(crate) async fn listen(connector: Arc<Connector>, channel: Arc<str>, head: Arc<watch::Sender<i64>>) {
    loop {
        if let Err(e) = listen_once(&connector, &channel, &head).await {
            tracing::warn!("meeluisteren met de database is onderbroken: {e}");
        }
        tokio::time::sleep(LISTEN_REST).await;
    }
}

async fn listen_once(
    connector: &Connector,
    channel: &str,
    head: &watch::Sender<i64>,
) -> Result<(), DatabaseError> {
    let (client, mut notices) = connector.connect_listening().await?;
    let listen = format!("LISTEN \"{}\"", channel.replace('"', "\"\""));
    client.batch_execute(&listen).await.map_err(|e| connector.failed("LISTEN", &e))?;
    loop {
        let look = query(&client, connector, Statement::new(READ_HEAD, []));
        let rows = tokio::time::timeout(LISTEN_CHECK, look).await;
        let rows = rows.map_err(|_| connector.unreachable("geen antwoord"))??;
        raise(head, rows.first().map_or(Ok(0), |r| r.int(0))?);
        // Until nothing has been heard for a while.
        while let Ok(notice) = tokio::time::timeout(LISTEN_CHECK, notices.recv()).await {
            let notice = notice.ok_or_else(|| connector.unreachable("de verbinding is verbroken"))?;
            raise(head, notice.parse().unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_this_machine_is_known() {
        let elders = |url: &str| {
            let config: Config = url.parse().unwrap();
            config.get_hosts().iter().any(is_elsewhere)
        };
        for url in [
            "postgres://a@127.0.0.1/b",
            "postgres://a@localhost/b",
            "postgres://a@[::1]/b",
            "postgres://%2frun/b",
        ] {
            assert!(!elders(url), "{url}");
        }
        for url in
            ["postgres://a@10.0.0.5/b", "postgres://a@db.example/b", "postgres://localhost,db.example/b"]
        {
            assert!(elders(url), "{url}");
        }
    }
}
