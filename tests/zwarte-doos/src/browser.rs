//! A real browser: Chromium without a window, on one page.

use crate::{program::run, unique};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What happened while a page was open.
pub struct Visit {
    /// The page after its scripts have run.
    pub page: String,
    /// What was written to the console: errors of scripts, refusals by the content security policy.
    pub console: Vec<String>,
    /// What the page asked for, itself included.
    pub requests: Vec<String>,
}

fn chromium() -> PathBuf {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return PathBuf::from(path);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path);
    let found =
        places.flat_map(|d| ["chromium", "chromium-browser"].map(|n| d.join(n))).find(|p| p.is_file());
    let Some(found) = found else {
        panic!("there is no Chromium: `apt-get install chromium`, or name one in CHROMIUM")
    };
    found
}

/// Opens a page and lets its scripts run for ten seconds of its own time (which goes faster than ours).
pub fn visit(folder: &Path, url: &str) -> Visit {
    let (profile, net) = (folder.join(unique("profiel")), folder.join(unique("net.json")));
    let output = run(Command::new(chromium())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        // The browser itself calls home; nobody answers.
        .arg("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
        .args(["--enable-logging=stderr", "--log-level=0"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--log-net-log={}", net.display()))
        .args(["--virtual-time-budget=10000", "--dump-dom", url]));
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let console = output.stderr.lines().filter(|line| line.contains(":CONSOLE")).map(str::to_owned).collect();
    let net = serde_json::from_str(&std::fs::read_to_string(net).unwrap()).unwrap();
    Visit { page: output.stdout, console, requests: requests(&net, url) }
}

/// What the page at this address asked for: the browser's own requests name no origin.
fn requests(net: &Json, url: &str) -> Vec<String> {
    let start = &net["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"];
    let events = net["events"].as_array().unwrap().iter().filter(|e| e["type"] == *start);
    let ours = |params: &Json| {
        let initiator = params["initiator"].as_str().unwrap_or_default();
        params["url"] == url || initiator.contains("://")
    };
    events
        .map(|e| &e["params"])
        .filter(|params| ours(params))
        .map(|params| params["url"].as_str().unwrap().to_owned())
        .collect()
}
