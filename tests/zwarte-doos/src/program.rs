//! The built program.

use crate::DEADLINE;
use std::fs::Permissions;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Where the program is: `WIJKSPOOR_BIN`, or beside the tests in the target directory.
fn binary() -> PathBuf {
    let path = match std::env::var_os("WIJKSPOOR_BIN") {
        Some(path) => PathBuf::from(path),
        None => {
            let test = std::env::current_exe().unwrap();
            let profile = test.ancestors().nth(2).unwrap();
            profile.join(format!("wijkspoor{}", std::env::consts::EXE_SUFFIX))
        }
    };
    assert!(
        path.is_file(),
        "{} is not there: build it with `cargo build -p wijkspoor` in the same profile (`cargo nextest run \
         --workspace` does so too), or name another in WIJKSPOOR_BIN",
        path.display()
    );
    path
}

/// The name of the file with [`SLEUTEL`].
const SLEUTELBESTAND: &str = "toets.sleutel";
/// The key with which the logs of the tests are signed: known to all, so it protects nothing.
const SLEUTEL: &str =
    "PRIVATE+KEY+toets.example/wijkspoor+2c2ede2e+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";

/// The program, in a directory of its own and without settings from outside.
pub fn program(directory: &Path) -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("WIJKSPOOR_") {
            command.env_remove(name);
        }
    }
    // The tests ask more than anybody would; `grenzen` is about the limits.
    command.env("WIJKSPOOR_VERZOEKEN_PER_MINUUT", "0").env("WIJKSPOOR_VERZOEKEN_PER_MINUUT_ADRES", "0");
    let sleutel = directory.join(SLEUTELBESTAND);
    std::fs::write(&sleutel, SLEUTEL).unwrap();
    std::fs::set_permissions(&sleutel, Permissions::from_mode(0o600)).unwrap();
    command.env("WIJKSPOOR_CONTROLE_SLEUTELS", sleutel).env("WIJKSPOOR_CONTROLE_ELKE", "1");
    command.current_dir(directory).env("TMPDIR", directory).stdin(Stdio::null());
    command
}

/// What a command did.
pub struct Output {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it wrote.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
}

/// Runs a command to its end; one that does not end is killed, and fails the test.
pub fn run(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let read = |pipe: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.unwrap().read_to_end(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = read(out.map(|o| Box::new(o) as _));
    let err = read(err.map(|e| Box::new(e) as _));
    let code = wait(&mut child);
    Output { code, stdout: out.join().unwrap(), stderr: err.join().unwrap() }
}

/// Waits for the end of a process, and gives its exit code.
pub(crate) fn wait(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if begun.elapsed() > DEADLINE {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the process did not end within {DEADLINE:?}");
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}
