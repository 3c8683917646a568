//! Logs: for people on a terminal, JSON otherwise, always on standard error.

use std::fs::File;
use std::io::{self, IsTerminal, Stderr, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::writer::EitherWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use incheon_exports_bot::discord;

/// Starts logging with the configured `filter`, capped where libraries would print tokens.
pub fn init(filter: &str) {
    // The configuration has been checked; an unreadable filter would be a mistake of ours and logs at the default.
    let filter = filter
        .parse::<Targets>()
        .unwrap_or_else(|_| Targets::new().with_default(tracing::Level::INFO));
    // No setting lifts this one: it keeps libraries that carry tokens quiet.
    let filter = filter.and(filter_fn(discord::may_log));
    let registry = tracing_subscriber::registry();
    if io::stderr().is_terminal() {
        let layer = fmt::layer().with_writer(io::stderr).with_filter(filter);
        registry.with(layer).init();
    } else {
        let layer = fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(Sink::new())
            .with_filter(filter);
        registry.with(layer).init();
    }
}

/// Where lines go that nobody watches.
enum Sink {
    /// To standard error, which takes them or fails.
    Stderr,
    /// Into a pipe, whose reader may have stopped reading. Waiting for it would stop every answer.
    Pipe(Pipe),
}

/// A pipe that is never waited for.
struct Pipe {
    file: File,
    /// Lines that it did not take since the last one that it took.
    missing: AtomicU64,
}

impl Sink {
    fn new() -> Self {
        match own_end_of_pipe() {
            Some(file) => Self::Pipe(Pipe {
                file,
                missing: AtomicU64::new(0),
            }),
            None => Self::Stderr,
        }
    }
}

/// An end of standard error's pipe that others who write to it do not share, and that is not waited for. `None` where it is no
/// pipe, or may not be opened.
#[cfg(target_os = "linux")]
fn own_end_of_pipe() -> Option<File> {
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net::UnixStream;

    let path = "/proc/self/fd/2";
    if !std::fs::metadata(path).ok()?.file_type().is_fifo() {
        return None;
    }
    let file = File::options().append(true).open(path).ok()?;
    // The call is the same for whatever can be waited for; the standard library has it for sockets alone.
    let stream = UnixStream::from(OwnedFd::from(file));
    stream.set_nonblocking(true).ok()?;
    Some(File::from(OwnedFd::from(stream)))
}

#[cfg(not(target_os = "linux"))]
fn own_end_of_pipe() -> Option<File> {
    None
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = EitherWriter<Stderr, &'a Pipe>;

    fn make_writer(&'a self) -> Self::Writer {
        match self {
            Self::Stderr => EitherWriter::A(io::stderr()),
            Self::Pipe(pipe) => EitherWriter::B(pipe),
        }
    }
}

impl Write for &Pipe {
    /// Writes a line, or counts it.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match (&self.file).write(line) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                self.missing.fetch_add(1, Ordering::Relaxed);
                Ok(line.len())
            }
            Ok(length) => {
                let missing = self.missing.swap(0, Ordering::Relaxed);
                if missing > 0 {
                    let notice = format!(
                        r#"{{"level":"WARN","message":"the log was not read in time and lacks lines before the last one","count":{missing}}}{}"#,
                        '\n'
                    );
                    // Where it is full again, more will be told later.
                    if (&self.file).write_all(notice.as_bytes()).is_err() {
                        self.missing.fetch_add(missing, Ordering::Relaxed);
                    }
                }
                Ok(length)
            }
            failed => failed,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
