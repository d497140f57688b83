//! Filters that templates have beside those of the template engine.

use tera::{Kwargs, State, Tera, Value};

use super::html;

/// Adds them to `tera`.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("breaks", breaks);
}

/// `breaks`: a name or path, of which a line may break after `/` and `_`.
fn breaks(name: &str, _: Kwargs, _: &State) -> Value {
    let mut out = String::with_capacity(2 * name.len());
    for part in name.split_inclusive(['/', '_']) {
        if !out.is_empty() {
            out.push_str("<wbr>");
        }
        html::text(&mut out, part);
    }
    Value::safe_string(&out)
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    #[test]
    fn names_break_after_their_joiners_and_stay_text() {
        let mut tera = Tera::new();
        register(&mut tera);
        tera.autoescape_on(vec![".html"]);
        tera.add_raw_template("a.html", "{{ name | breaks }}").unwrap();
        let shown = |name: &str| {
            let mut context = Context::new();
            context.insert("name", &name);
            tera.render("a.html", &context).unwrap()
        };
        assert_eq!(shown("articles/a_b.md"), "articles/<wbr>a_<wbr>b.md");
        assert_eq!(shown("<script>/&"), "&lt;script&gt;/<wbr>&amp;");
        assert_eq!(shown("_"), "_");
        assert_eq!(shown(""), "");
    }
}
