//! Visibility expressions of form elements: `os == Windows && (size != null || kind == Other)`.
//!
//! Owns their grammar and how they read in words. Knows nothing of forms: whether an id or a value exists is
//! for others to say.
//!
//! A value has no quotes and may hold blanks, commas and paired parentheses: it ends at `&&`, `||`, at a
//! parenthesis that closes one around it, or with the text.

use std::fmt;

use crate::span::Span;

/// How many parentheses may stand inside each other.
const DEPTH: usize = 32;

/// When an element is shown. All spans are relative to the expression's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr<'a> {
    /// `true` or `false` alone; `null` counts as `true`.
    Constant(bool),
    /// One comparison.
    Comparison(Comparison<'a>),
    /// All must hold: `&&`.
    All(Vec<Expr<'a>>),
    /// One must hold: `||`.
    Any(Vec<Expr<'a>>),
}

/// `id == value` or `id != value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// The element that is looked at.
    pub id: &'a str,
    /// Where its id stands.
    pub id_span: Span,
    /// Whether the values must be equal.
    pub equal: bool,
    /// What is compared with.
    pub value: Operand<'a>,
    /// Where that stands.
    pub value_span: Span,
}

/// The right side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand<'a> {
    /// `null`: nothing was chosen.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A value of an option, or text.
    Text(&'a str),
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// Where, relative to the expression's text.
    pub span: Span,
    /// What is wrong, one sentence without a full stop.
    pub message: &'static str,
}

impl fmt::Display for ExprError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for ExprError {}

/// Parses an expression.
///
/// # Errors
///
/// When the text is not an expression, with the place that shows it.
pub fn parse(text: &str) -> Result<Expr<'_>, ExprError> {
    let mut parser = Parser { text, at: 0 };
    let expr = parser.any(0)?;
    parser.skip();
    if parser.at < text.len() {
        return Err(error(Span::new(parser.at, parser.at + 1), "this parenthesis closes nothing"));
    }
    Ok(expr)
}

/// A piece of an expression in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'a> {
    /// Words between the names.
    Plain(&'static str),
    /// The id of an element; its label reads better.
    Id(&'a str),
    /// A value of the element with this id; the text of its option reads better.
    Value {
        /// The element.
        id: &'a str,
        /// The value.
        value: &'a str,
    },
}

impl<'a> Expr<'a> {
    /// All comparisons, from left to right.
    pub fn comparisons(&self) -> Vec<&Comparison<'a>> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Comparison(comparison) => vec![comparison],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
        }
    }

    /// The expression as a phrase: "Shown when *os* is Windows".
    pub fn words(&self) -> Vec<Word<'a>> {
        let mut words = Vec::new();
        match self {
            Self::Constant(true) => words.push(Word::Plain("Always shown")),
            Self::Constant(false) => words.push(Word::Plain("Never shown")),
            _ => {
                words.push(Word::Plain("Shown when "));
                self.push_words(&mut words);
            }
        }
        words
    }

    fn push_words(&self, words: &mut Vec<Word<'a>>) {
        let (parts, between) = match self {
            Self::Constant(true) => return words.push(Word::Plain("always")),
            Self::Constant(false) => return words.push(Word::Plain("never")),
            Self::Comparison(comparison) => return comparison.push_words(words, true),
            Self::All(parts) => (parts, " and "),
            Self::Any(parts) => (parts, " or "),
        };
        let mut last: Option<&Comparison> = None;
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                words.push(Word::Plain(between));
            }
            match part {
                Self::Comparison(comparison) => {
                    // "*os* is A or B" instead of "*os* is A or *os* is B".
                    let again =
                        |last: &Comparison| last.id == comparison.id && last.equal && comparison.equal;
                    comparison.push_words(words, !(between == " or " && last.is_some_and(again)));
                    last = Some(comparison);
                }
                Self::Constant(_) => part.push_words(words),
                Self::All(_) | Self::Any(_) => {
                    words.push(Word::Plain("("));
                    part.push_words(words);
                    words.push(Word::Plain(")"));
                    last = None;
                }
            }
        }
    }
}

impl<'a> Comparison<'a> {
    fn push_words(&self, words: &mut Vec<Word<'a>>, with_subject: bool) {
        if with_subject {
            words.push(Word::Id(self.id));
            words.push(Word::Plain(" is "));
        }
        let value = match self.value {
            Operand::Null if self.equal => return words.push(Word::Plain("not answered")),
            Operand::Null => return words.push(Word::Plain("answered")),
            Operand::Bool(true) => "true",
            Operand::Bool(false) => "false",
            Operand::Text(text) => text,
        };
        if !self.equal {
            words.push(Word::Plain("not "));
        }
        words.push(Word::Value { id: self.id, value });
    }
}

impl fmt::Display for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().iter().try_for_each(|word| match word {
            Word::Plain(text) | Word::Value { value: text, .. } => f.write_str(text),
            Word::Id(id) => write!(f, "*{id}*"),
        })
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn any(&mut self, depth: usize) -> Result<Expr<'a>, ExprError> {
        let mut parts = vec![self.all(depth)?];
        while self.accept("||") {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Expr::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Expr<'a>, ExprError> {
        let mut parts = vec![self.term(depth)?];
        while self.accept("&&") {
            parts.push(self.term(depth)?);
        }
        Ok(one_or(parts, Expr::All))
    }

    fn term(&mut self, depth: usize) -> Result<Expr<'a>, ExprError> {
        self.skip();
        if !self.text[self.at..].starts_with('(') {
            return self.comparison();
        }
        let open = Span::new(self.at, self.at + 1);
        if depth == DEPTH {
            return Err(error(open, "too many parentheses stand inside each other"));
        }
        self.at += 1;
        let inner = self.any(depth + 1)?;
        if !self.accept(")") {
            return Err(error(open, "this parenthesis is not closed"));
        }
        self.skip();
        let rest = &self.text[self.at..];
        if !(rest.is_empty() || rest.starts_with("&&") || rest.starts_with("||") || rest.starts_with(')')) {
            return Err(error(Span::at(self.at), "`&&` or `||` is missing here"));
        }
        Ok(inner)
    }

    fn comparison(&mut self) -> Result<Expr<'a>, ExprError> {
        let start = self.at;
        let end = self.term_end();
        self.at = end;
        let whole = Span::of(self.text[start..end].trim(), self.text);
        let source = whole.text(self.text);
        let shift = whole.start as usize;
        match source {
            "" => return Err(error(Span::at(start), "a comparison is missing here")),
            // Forms that a program wrote say `null` where they mean nothing.
            "true" | "True" | "null" => return Ok(Expr::Constant(true)),
            "false" | "False" => return Ok(Expr::Constant(false)),
            _ => {}
        }
        let Some(operator) = find_operator(source) else {
            if let Some(at) = source.find(['=', '<', '>', '!']) {
                let span = Span::new(shift + at, shift + at + 1);
                return Err(error(span, "only `==` and `!=` compare"));
            }
            return Err(error(whole, "a comparison with `==` or `!=` is missing here"));
        };
        let equal = source[operator..].starts_with("==");
        let id = source[..operator].trim_end();
        let value = source[operator + 2..].trim_start();
        if id.is_empty() {
            return Err(error(Span::at(shift + operator), "the id is missing before this operator"));
        }
        if value.is_empty() {
            return Err(error(Span::at(shift + operator + 2), "the value is missing after this operator"));
        }
        let value_span = Span::of(value, self.text);
        if let Some(at) = find_operator(value) {
            let at = value_span.start as usize + at;
            return Err(error(Span::new(at, at + 2), "`&&` or `||` is missing before this comparison"));
        }
        let value = match value {
            "null" | "NULL" | "Null" => Operand::Null,
            "true" | "True" => Operand::Bool(true),
            "false" | "False" => Operand::Bool(false),
            text => Operand::Text(text),
        };
        let id_span = Span::of(id, self.text);
        Ok(Expr::Comparison(Comparison { id, id_span, equal, value, value_span }))
    }

    /// Where the comparison here ends.
    fn term_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut open = 0_usize;
        let mut at = self.at;
        while at < bytes.len() {
            match bytes[at] {
                b'(' => open += 1,
                b')' if open == 0 => break,
                b')' => open -= 1,
                b'&' | b'|' if bytes.get(at + 1) == Some(&bytes[at]) => break,
                _ => {}
            }
            at += 1;
        }
        at
    }

    fn skip(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn accept(&mut self, token: &str) -> bool {
        self.skip();
        let found = self.text[self.at..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }
}

/// Where the first `==` or `!=` stands.
fn find_operator(source: &str) -> Option<usize> {
    source.as_bytes().windows(2).position(|pair| pair == b"==" || pair == b"!=")
}

fn one_or<'a>(mut parts: Vec<Expr<'a>>, many: impl Fn(Vec<Expr<'a>>) -> Expr<'a>) -> Expr<'a> {
    match (parts.len(), parts.pop()) {
        (1, Some(part)) => part,
        (_, last) => {
            parts.extend(last);
            many(parts)
        }
    }
}

fn error(span: Span, message: &'static str) -> ExprError {
    ExprError { span, message }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str) {
        assert_eq!(parse(text).map(|expr| expr.to_string()), Ok(words.to_owned()));
    }

    #[track_caller]
    fn check_error(text: &str, at: &str, message: &str) {
        let error = parse(text).unwrap_err();
        assert_eq!((error.span.text(text), error.message), (at, message));
    }

    #[test]
    fn expressions_read_in_words() {
        check("os == Windows", "Shown when *os* is Windows");
        check("os==A, B or C||os == D", "Shown when *os* is A, B or C or D");
        check("a != null && a == App (classic)", "Shown when *a* is answered and *a* is App (classic)");
        check(
            "a == 1 && (b == true || c == null)",
            "Shown when *a* is 1 and (*b* is true or *c* is not answered)",
        );
        check("a b == x = y", "Shown when *a b* is x = y");
        check("a == 1 || b == 2 && c != 3", "Shown when *a* is 1 or (*b* is 2 and *c* is not 3)");
        check(" true ", "Always shown");
        check("null", "Always shown");
    }

    #[test]
    fn errors_name_their_place() {
        check_error("", "", "a comparison is missing here");
        check_error("a == 1 || x", "x", "a comparison with `==` or `!=` is missing here");
        check_error("a=1", "=", "only `==` and `!=` compare");
        check_error("a > 1", ">", "only `==` and `!=` compare");
        check_error("a == 1)", ")", "this parenthesis closes nothing");
        check_error("(a == 1", "(", "this parenthesis is not closed");
        check_error("(a == 1) b", "", "`&&` or `||` is missing here");
        check_error("a == 1 or b == 2", "==", "`&&` or `||` is missing before this comparison");
        check_error("a == ", "", "the value is missing after this operator");
        check_error("== b", "", "the id is missing before this operator");
    }

    #[test]
    fn spans_lead_to_id_and_value() {
        let text = "(a == 1 || long id !=  some value )";
        let expr = parse(text).unwrap();
        let last = *expr.comparisons()[1];
        assert_eq!((last.id_span.text(text), last.value_span.text(text)), ("long id", "some value"));
    }

    /// Expressions as text, from a grammar of their own.
    fn sources() -> impl Strategy<Value = String> {
        let leaf = ("[a-z_]{1,8}", prop_oneof![Just("=="), Just("!=")], "[A-Za-z]([a-z ,]{0,8}[a-z])?")
            .prop_map(|(id, operator, value)| format!("{id} {operator} {value}"));
        leaf.prop_recursive(4, 20, 3, |inner| {
            (inner.clone(), prop_oneof![Just("&&"), Just("||")], inner)
                .prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})"))
        })
    }

    proptest! {
        #[test]
        fn every_comparison_is_found(text in sources()) {
            let expr = parse(&text).unwrap();
            let operators = text.matches("==").count() + text.matches("!=").count();
            prop_assert_eq!(expr.comparisons().len(), operators);
            for comparison in expr.comparisons() {
                prop_assert_eq!(comparison.id_span.text(&text), comparison.id);
            }
        }

        #[test]
        fn any_text_is_an_expression_or_has_a_place_for_the_error(text in "[a-c =!&|()é<>]{0,24}|.{0,24}") {
            match parse(&text) {
                Ok(expr) => drop(expr.to_string()),
                Err(error) => prop_assert!(text.get(error.span.range()).is_some()),
            }
        }
    }
}
