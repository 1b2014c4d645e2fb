//! One kept-alive HTTP/1.1 connection that costs little: what the client uses, the server lacks.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection with the bytes that were read too far.
pub struct Connection {
    stream: TcpStream,
    address: String,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| address.to_owned())?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address: address.to_owned(), buffer: Vec::new() })
    }

    /// Sends a command that must be accepted, and gives the answer.
    pub async fn post(&mut self, path: &str, role: &str, body: &str) -> Result<String> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer ontwikkel:{role}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.ask(&request, "HTTP/1.1 201 ").await
    }

    /// Reads what must be there.
    pub async fn get(&mut self, path: &str) -> Result<String> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        self.ask(&request, "HTTP/1.1 200 ").await
    }

    async fn ask(&mut self, request: &str, accepted: &str) -> Result<String> {
        self.stream.write_all(request.as_bytes()).await?;
        let head = loop {
            match self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break self.buffer.drain(..end + 4).collect::<Vec<_>>(),
                None => self.read().await?,
            }
        };
        let head = String::from_utf8(head)?;
        let length = (head.lines())
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let length: usize = length.context("an answer without Content-Length")?;
        while self.buffer.len() < length {
            self.read().await?;
        }
        let answer = String::from_utf8(self.buffer.drain(..length).collect())?;
        match head.starts_with(accepted) {
            true => Ok(answer),
            false => bail!("{}: {answer}", head.lines().next().unwrap_or_default()),
        }
    }

    async fn read(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => bail!("the server closed the connection"),
            _ => Ok(()),
        }
    }
}
