//! Telling how far a base is loaded, where that takes long enough for somebody to wonder.

use std::io::{self, Read};
use std::time::Duration;

/// How long nothing is told; most bases are there by then.
const QUIET: Duration = Duration::from_secs(2);

/// How long to wait after each line.
const PAUSE: Duration = Duration::from_secs(1);

/// Says on the way how far loading is: nothing at first, then a line now and then.
pub struct Progress<'a> {
    /// None where nobody is told.
    listener: Option<Listener<'a>>,
    /// When there is something to say next.
    next: Duration,
}

/// Who is told.
struct Listener<'a> {
    /// How long it has been loading.
    elapsed: &'a dyn Fn() -> Duration,
    /// Takes a line.
    say: &'a mut dyn FnMut(&str),
}

impl<'a> Progress<'a> {
    /// Progress by a clock that tells how long it has been since loading began; `say` gets each line, without its end.
    pub fn new(elapsed: &'a dyn Fn() -> Duration, say: &'a mut dyn FnMut(&str)) -> Self {
        Self {
            listener: Some(Listener { elapsed, say }),
            next: QUIET,
        }
    }

    /// Progress that nobody is told of.
    pub const fn silent() -> Self {
        Self {
            listener: None,
            next: QUIET,
        }
    }

    /// So many of all documents have been `done` (such as "checked").
    pub fn documents(&mut self, done: &str, count: usize, all: usize) {
        self.tell(|| format!("{} of {} documents {done}", grouped(count), grouped(all)));
    }

    /// So many of all bytes have been read.
    fn bytes(&mut self, count: u64, all: u64) {
        let millions = |bytes: u64| bytes.div_ceil(1_000_000);
        self.tell(|| format!("{} of {} MB read", millions(count), millions(all)));
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        let Some(listener) = &mut self.listener else {
            return;
        };
        let now = (listener.elapsed)();
        if now >= self.next {
            self.next = now + PAUSE;
            (listener.say)(&line());
        }
    }
}

/// A number with a comma before every three digits: 1,000,000.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A file while it is read, which tells how far all files are.
pub(super) struct Told<'p, 'a, R> {
    pub file: R,
    /// Bytes of this file and those before that have been read.
    pub read: &'p mut u64,
    /// Bytes of all files.
    pub all: u64,
    pub progress: &'p mut Progress<'a>,
}

impl<R: Read> Read for Told<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        *self.read += count as u64;
        self.progress.bytes(*self.read, self.all);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn nothing_is_said_at_first_and_then_a_line_a_second() {
        let now = Cell::new(Duration::ZERO);
        let elapsed = || now.get();
        let mut lines: Vec<String> = Vec::new();
        let mut say = |line: &str| lines.push(line.to_owned());
        let mut progress = Progress::new(&elapsed, &mut say);
        for tenths in 0..=40 {
            now.set(Duration::from_millis(100 * tenths));
            progress.documents("checked", tenths as usize * 30_000, 1_200_000);
        }
        progress.bytes(1, 2);
        now.set(Duration::from_secs(5));
        progress.bytes(1_500_000, 285_000_000);
        let expected = [
            "600,000 of 1,200,000 documents checked",
            "900,000 of 1,200,000 documents checked",
            "1,200,000 of 1,200,000 documents checked",
            "2 of 285 MB read",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn loading_says_how_much_is_read_and_then_how_many_documents_are_linked() {
        let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let looks = Cell::new(0);
        // A clock that goes on by a third of a second at each look.
        let elapsed = || {
            looks.set(looks.get() + 1);
            Duration::from_millis(333 * looks.get())
        };
        let mut lines: Vec<String> = Vec::new();
        let mut say = |line: &str| lines.push(line.to_owned());
        let mut progress = Progress::new(&elapsed, &mut say);
        let base = crate::knowledge::load::load_telling(&data, &mut progress);
        let documents = base.expect("the base has no problems").documents().len();
        let read = lines
            .iter()
            .take_while(|line| line.ends_with(" of 1 MB read"))
            .count();
        assert!(0 < read && read < lines.len(), "{lines:?}");
        let linked = format!(" of {documents} documents linked");
        assert!(
            lines[read..].iter().all(|line| line.ends_with(&linked)),
            "{lines:?}"
        );
    }

    #[test]
    fn digits_are_grouped_by_three() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
    }
}
