//! One figure as its file gives it: every key read, nothing looked up elsewhere yet.

use super::draft::{UNITS, need_bilingual, slug};
use super::keys::{BEFORE_GROWTH, DERIVED, FIGURE, SHARE_OF, SUPERSEDES, YEARS};
use super::node::{Fields, Node};
use crate::knowledge::FigureYear;
use crate::text::language::Bilingual;
use crate::text::number::Unit;

/// A figure before its references are resolved.
pub(super) struct FigureDraft<'a> {
    pub node: Node<'a>,
    pub key: &'a str,
    pub label: Bilingual,
    pub unit: Option<Unit>,
    pub year: FigureYear,
    pub approximate: bool,
    pub planned: bool,
    pub basis: BasisDraft<'a>,
    pub supersedes: Option<SupersedesDraft<'a>>,
}

/// The earlier value that a figure corrects.
pub(super) struct SupersedesDraft<'a> {
    pub value: f64,
    pub source: Node<'a>,
    pub paragraph: Node<'a>,
}

/// Where a figure's value comes from.
pub(super) enum BasisDraft<'a> {
    /// The source states it.
    Reported {
        value: f64,
        paragraph: Option<Node<'a>>,
        /// Where it differs from the document's.
        source: Option<Node<'a>>,
    },
    /// `before_growth` or `share_of`: an amount and a rate in percent, both references.
    Derived {
        rule: Rule,
        amount: Node<'a>,
        rate: Node<'a>,
    },
    /// Neither can be told; reported.
    Unreadable,
}

/// The arithmetic of a derived figure.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    BeforeGrowth,
    ShareOf,
}

/// Reads one figure.
pub(super) fn figure(node: Node<'_>) -> Option<FigureDraft<'_>> {
    let fields = node.fields(&FIGURE)?;
    let key = fields.need("key").and_then(|node| slug(&node));
    let label = need_bilingual(&fields, "label");
    let unit = fields
        .need("unit")
        .and_then(|node| node.word("unit", UNITS));
    let year = fields
        .need("year")
        .and_then(|node| node.whole(YEARS.0, YEARS.1, "a year"));
    let flag = |key| {
        fields
            .get(key)
            .and_then(|node| node.flag())
            .unwrap_or(false)
    };
    let (inferred, approximate, planned) = (flag("inferred"), flag("approximate"), flag("planned"));
    let basis = match (fields.get("value"), fields.get("derived")) {
        (Some(value), None) => reported(&fields, &value, unit),
        (None, Some(derived)) => self::derived(&derived).unwrap_or(BasisDraft::Unreadable),
        (Some(_), Some(derived)) => {
            derived.report("stands beside a value", "keep one of the two");
            BasisDraft::Unreadable
        }
        (None, None) => {
            node.report(
                "has neither value nor derived",
                "give the value that the source states",
            );
            BasisDraft::Unreadable
        }
    };
    let supersedes = fields.get("supersedes");
    if let (Some(node), BasisDraft::Derived { .. }) = (&supersedes, &basis) {
        node.report(
            "stands beside derived",
            "correct the figure that it is derived from",
        );
    }
    let supersedes = supersedes.and_then(|node| self::supersedes(&node, unit));
    fields.notes();
    fields.finish();
    Some(FigureDraft {
        supersedes,
        key: key.unwrap_or_default(),
        label,
        unit,
        year: FigureYear {
            value: year.unwrap_or_default(),
            inferred,
        },
        approximate,
        planned,
        basis,
        node,
    })
}

fn reported<'a>(fields: &Fields<'a>, value: &Node<'a>, unit: Option<Unit>) -> BasisDraft<'a> {
    BasisDraft::Reported {
        value: number(value, unit).unwrap_or_default(),
        paragraph: fields.need("paragraph"),
        source: fields.get("source").filter(|node| node.text().is_some()),
    }
}

/// A value in `unit`: what counts whole things is whole and not negative.
fn number(value: &Node<'_>, unit: Option<Unit>) -> Option<f64> {
    let number = value.number();
    let is_count = |number: f64| number >= 0.0 && number.fract() == 0.0;
    if unit.is_some_and(Unit::is_count) && number.is_some_and(|number| !is_count(number)) {
        value.report(
            format!("{} is not a count", value.quoted()),
            "write a whole number that is not negative, money in whole units of its currency",
        );
    }
    number
}

fn supersedes<'a>(node: &Node<'a>, unit: Option<Unit>) -> Option<SupersedesDraft<'a>> {
    let fields = node.fields(&SUPERSEDES)?;
    let value = fields.need("value").and_then(|node| number(&node, unit));
    let source = fields.need("source").filter(|node| node.text().is_some());
    let paragraph = fields.need("paragraph");
    fields.finish();
    Some(SupersedesDraft {
        value: value?,
        source: source?,
        paragraph: paragraph?,
    })
}

fn derived<'a>(node: &Node<'a>) -> Option<BasisDraft<'a>> {
    let fields = node.fields(&DERIVED)?;
    let before_growth = fields.get("before_growth");
    let share_of = fields.get("share_of");
    fields.finish();
    let (rule, rule_node, table, rate_key) = match (before_growth, share_of) {
        (Some(node), None) => (Rule::BeforeGrowth, node, &BEFORE_GROWTH, "growth"),
        (None, Some(node)) => (Rule::ShareOf, node, &SHARE_OF, "share"),
        _ => {
            node.report("names no one rule", "give either before_growth or share_of");
            return None;
        }
    };
    let fields = rule_node.fields(table)?;
    let amount = fields.need("amount");
    let rate = fields.need(rate_key);
    fields.finish();
    let (amount, rate) = (amount?, rate?);
    (amount.text().is_some() && rate.text().is_some()).then_some(BasisDraft::Derived {
        rule,
        amount,
        rate,
    })
}
