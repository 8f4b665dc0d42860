//! Files of KDL that nobody would write so: white space and comments in every odd place.

use proptest::prelude::{BoxedStrategy, Strategy, prop};
use proptest::sample::select;

/// Makes texts.
type Made = BoxedStrategy<String>;

/// A whole file.
pub(super) fn file() -> Made {
    let start = one(&["", "\u{feff}", "\n\n", "// start\n", "   "]);
    row([start, nodes(), one(&["", "\n", "\n\n\n", " // end", "\r\n", " \\"])])
}

/// Statements with blocks in blocks.
fn nodes() -> Made {
    let nodes = several(statement(one(&[""])));
    nodes.prop_recursive(2, 4, 2, |inner| several(statement(blocks(inner)))).boxed()
}

/// Statements and what ends each; only the last may end with its block.
fn several(statement: Made) -> Made {
    let ended = row([between(), statement.clone(), end()]);
    let ended = prop::collection::vec(ended, 0..=2).prop_map(|it| it.concat()).boxed();
    let last = row([between(), statement, one(&["", " ", "/* last */"])]);
    row([ended, maybe(last), between()])
}

fn blocks(inner: Made) -> Made {
    let block = row([one(&["{", "{ ", "{  // opened\n"]), inner, one(&["}"])]);
    let dropped = maybe(row([space(), one(&["/-", "/- ", "/-\n"]), block.clone()]));
    row([dropped.clone(), maybe(space()), block, dropped])
}

fn statement(blocks: Made) -> Made {
    let mark = one(&["", "", "", "/-", "/- ", "/-\n\n", "/- // left\n", "/-/* out */", "/-\\\n"]);
    let annotation = one(&["", "", "", "", "", "", "", "", "", "", "(t)", "( t ) "]);
    let name =
        one(&["a", "component", "\"quo  ted\"", "#\"r{w\"#", "é", "a-very-long-name-indeed"]);
    let parts = prop::collection::vec(part(), 0..3).prop_map(|it| it.concat()).boxed();
    row([mark, annotation, name, parts, blocks])
}

/// A value or a property, left out or not.
fn part() -> Made {
    let mark = one(&["", "", "", "", "/-", "/- ", "/-\n", "/- // left\n "]);
    let key =
        row([one(&["k", "days", "file", "env", "\"a = b\""]), around(), one(&["="]), around()]);
    row([space(), mark, maybe(key), value()])
}

fn value() -> Made {
    one(&[
        "1",
        "-2.5e1",
        "0x1_f",
        "#true",
        "#null",
        "#-inf",
        "word",
        "another",
        "a-third",
        "third4",
        "last",
        "(u8)3",
        "\"a  {b}; // \\\" /* c\"",
        "\"joined \\\n      here\"",
        "#\"r\"a\"w\"#",
        "\"\"\"\n  first\n\n     second  \n  \"\"\"",
        "\"\"\"\r\n\tfirst\r\n\t\tsecond\r\n\t\"\"\"",
        "#\"\"\"\n  r\"w\" \\\n  \"\"\"#",
        "\"a text that makes its line so long that a block does not find room behind it any more\"",
    ])
}

/// What may stand between statements.
fn between() -> Made {
    one(&[
        "",
        "",
        " ",
        "\t",
        "\n",
        "\n\n\n",
        "\r\n",
        "\u{a0}",
        "\u{2028}",
        "// above\n",
        "\n    // above \n",
        "/* block */",
        "/* over\n  lines */ ",
        "\\\n",
        "\\ // on\n",
        "            // far\n",
        "/* a */ /* b */\n",
    ])
}

/// What ends a statement.
fn end() -> Made {
    one(&[
        "\n",
        "\r\n",
        ";",
        " ; ",
        "// close\n",
        "   // behind\n",
        "\t// tab\r\n",
        " /* block */ ;",
        "  /* block */\n",
        " \\\n\n",
        " \\ // on\n\n",
        ";  // behind\n",
        " \\\n // on\n",
        " /* a */ // b\n",
    ])
}

/// What may stand between the parts of a statement.
fn space() -> Made {
    one(&[
        " ",
        " ",
        "  ",
        "\t",
        "/**/",
        " /* in */ ",
        " /* over\n lines */",
        " \\\n",
        " \\ // on\r\n   ",
        "\\\n\\\n",
        " \\ /* on */\n",
    ])
}

/// What may stand around a `=`.
fn around() -> Made {
    one(&["", "", "", " ", "/* is */", " \\\n  "])
}

fn one(texts: &[&'static str]) -> Made {
    select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

/// One behind the other.
fn row<const N: usize>(parts: [Made; N]) -> Made {
    parts.prop_map(|it| it.concat()).boxed()
}

fn maybe(text: Made) -> Made {
    prop::option::of(text).prop_map(Option::unwrap_or_default).boxed()
}
