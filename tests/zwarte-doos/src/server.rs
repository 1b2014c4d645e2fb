//! The program as a server.

use crate::program::wait;
use crate::{Client, DEADLINE, Database, program};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;

/// A running server; it ends with the test.
pub struct Server {
    process: Child,
    log: PathBuf,
    /// What it printed when it started.
    pub output: String,
    /// Its host and port.
    pub address: String,
}

impl Server {
    /// `wijkspoor serve` on a free port.
    pub fn start(database: &Database) -> Self {
        let [flag, place] = database.flags();
        Self::with(database.folder(), &["serve", "--port", "0", &flag, &place])
    }

    /// The program with these arguments, when it says that it listens.
    pub fn with(directory: &Path, args: &[&str]) -> Self {
        Self::of(directory, program(directory).args(args))
    }

    /// The same, of a command that was put together already.
    pub fn of(directory: &Path, command: &mut Command) -> Self {
        let log = directory.join(crate::unique("logboek"));
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut process = command.spawn().unwrap();
        let stdout = process.stdout.take().unwrap();
        let mut server = Self { process, log, output: String::new(), address: String::new() };
        server.output = server.greeting(stdout);
        let address = server.output.split("http://").nth(1).unwrap();
        address.split(['/', ' ', '\n']).next().unwrap().clone_into(&mut server.address);
        server
    }

    /// Reads what it prints until it says how to stop it.
    fn greeting(&mut self, stdout: ChildStdout) -> String {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut text, mut lines) = (String::new(), BufReader::new(stdout));
            while !text.contains("Ctrl-C") && lines.read_line(&mut text).unwrap_or(0) > 0 {}
            let _ = sender.send(text);
        });
        let text = receiver.recv_timeout(DEADLINE).unwrap_or_default();
        assert!(text.contains("Ctrl-C"), "it did not start: {text}\n{}", self.log());
        text
    }

    /// A client without a token.
    pub fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// A client in a role: `tlo`, `tlo:Malburgen`, `afdeling:Groen`, …
    pub fn role(&self, role: &str) -> Client {
        self.client().role(role)
    }

    /// Asks for a page, as a browser does: the status, the cookie that was set, and what it shows.
    pub fn paginas(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String, String) {
        self.client().page(method, path, headers, body)
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends bytes as they are, and reads until the server closes the connection.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut connection = self.connect();
        // A server that refuses early may have closed already.
        let _ = connection.write_all(bytes);
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// A bare connection.
    pub fn connect(&self) -> TcpStream {
        let connection = TcpStream::connect(&self.address).unwrap();
        connection.set_read_timeout(Some(DEADLINE)).unwrap();
        connection
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits until it has stopped, and gives its exit code.
    pub fn wait(&mut self) -> Option<i32> {
        wait(&mut self.process)
    }

    /// Asks it to stop, and sees that it does so in order.
    pub fn stop(mut self) {
        self.terminate();
        assert_eq!(self.wait(), Some(0), "{}", self.log());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        if std::thread::panicking() {
            eprintln!("the log of the server:\n{log}");
        } else {
            assert!(!log.contains("panicked"), "the server panicked: {log}");
        }
    }
}
