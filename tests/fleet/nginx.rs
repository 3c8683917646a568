//! nginx before the replicas, as an operator would set it up: it asks the next one only where a request cannot have arrived.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::folder;
use crate::process::{PATIENCE, free_port};

/// nginx, in the foreground, with everything of its own in one folder.
pub struct Nginx {
    folder: PathBuf,
    replicas: Vec<u16>,
    /// Where it listens.
    pub port: u16,
    child: Child,
}

impl Nginx {
    /// Starts it before replicas at these ports.
    pub async fn start(replicas: Vec<u16>) -> Self {
        let folder = folder().join("nginx");
        // What an earlier run left would be counted.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let port = free_port();
        fs::write(
            folder.join("nginx.conf"),
            configuration(&replicas, port, None),
        )
        .expect("written");
        let child = Command::new("nginx")
            .arg("-p")
            .arg(&folder)
            .args(["-c", "nginx.conf", "-e", "error.log"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let nginx = Self {
            child: child.expect("nginx is installed (Debian's nginx-light will do)"),
            folder,
            replicas,
            port,
        };
        let deadline = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_err()
        {
            assert!(Instant::now() < deadline, "nginx does not listen");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        nginx
    }

    /// Sends nothing more to one replica, or to all again; what is under way there goes on. An orchestrator does so before it
    /// stops a replica, and a replica that is not ready is left out.
    pub async fn leave_out(&self, replica: Option<usize>) {
        let text = configuration(&self.replicas, self.port, replica);
        fs::write(self.folder.join("nginx.conf"), text).expect("written");
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-HUP", &pid]).status();
        assert!(asked.expect("kill runs").success());
        // It tells nobody when the workers with the old configuration take nothing in any more.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }

    /// How many requests got no answer, by the replica that was asked last.
    pub fn unanswered(&self) -> Vec<usize> {
        let log = fs::read_to_string(self.folder.join("access.log")).expect("it is logged");
        let failed = |port: &u16| {
            let address = format!("127.0.0.1:{port}");
            let lines = log.lines().filter(|line| line.starts_with('5'));
            lines.filter(|line| line.ends_with(&address)).count()
        };
        self.replicas.iter().map(failed).collect()
    }

    /// How many requests were sent to a second replica, since the first one was not there.
    pub fn sent_on(&self) -> usize {
        let log = fs::read_to_string(self.folder.join("access.log")).expect("it is logged");
        log.lines().filter(|line| line.contains(", ")).count()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        // Asked, since its workers outlive a master that is killed.
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

fn configuration(replicas: &[u16], port: u16, left_out: Option<usize>) -> String {
    let mut servers = String::new();
    for (number, replica) in replicas.iter().enumerate() {
        let down = if left_out == Some(number) {
            " down"
        } else {
            ""
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            servers,
            "    server 127.0.0.1:{replica} max_fails=1 fail_timeout=2s{down};"
        );
    }
    let mut places = String::new();
    for module in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(places, "  {module}_temp_path {module};");
    }
    format!(
        "daemon off;
pid nginx.pid;
user root;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
  log_format requests '$status $upstream_addr';
  access_log access.log requests;
  # One request a connection: a worker that is replaced closes idle connections, perhaps as the next request comes.
  keepalive_timeout 0;
{places}  upstream bot {{
{servers}  }}
  server {{
    listen 127.0.0.1:{port};
    location /interactions {{
      proxy_pass http://bot;
      proxy_connect_timeout 500ms;
      proxy_read_timeout 12s;
      # A replica that cannot be reached: the next one. A POST that was sent is never sent again, which nginx would do
      # only with `non_idempotent`.
      proxy_next_upstream error timeout;
      proxy_next_upstream_timeout 1s;
    }}
  }}
}}
"
    )
}
