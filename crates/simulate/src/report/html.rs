//! The report as one HTML file: styles and charts inside, nothing fetched, no scripts. Equal reports give equal bytes.

use std::fmt::Write as _;

use super::chart::svg;
use super::{Block, Report, Table};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b2630;--soft:#53626e;--line:#d3dbe1;--ground:#fff;--band:#f3f6f8;--a:#0b6e8a;--b:#b4511e;--fill:#0b6e8a33}\
@media (prefers-color-scheme:dark){:root{--ink:#e4eaee;--soft:#9fb0bc;--line:#35424c;--ground:#12181d;--band:#1a2229;--a:#5bc0de;--b:#f0a070;--fill:#5bc0de33}}\
body{margin:0 auto;padding:24px;max-width:1180px;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,sans-serif}\
h1{font-size:24px;margin:0 0 12px}h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}\
nav ul{columns:2;padding-left:18px}a{color:var(--a)}\
.scroll{overflow-x:auto;margin:12px 0}table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums}\
caption{text-align:left;color:var(--soft);padding:4px 0}th,td{padding:3px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\
thead th{background:var(--band)}td.n,th.n{text-align:right;white-space:nowrap}tbody th{font-weight:500}\
figure{margin:12px 0}figcaption{color:var(--soft);font-size:12px}svg{width:100%;max-width:760px;height:auto}svg text{fill:var(--ink);font:11px system-ui,sans-serif}\
@media print{:root{--ink:#000;--soft:#333;--line:#aaa;--ground:#fff;--band:#eee;--a:#0b6e8a;--b:#b4511e;--fill:#0b6e8a33}@page{size:A4 landscape;margin:12mm}\
body{padding:0;max-width:none;font-size:10pt}nav{display:none}.scroll{overflow:visible}table{font-size:7pt}th,td{padding:1px 4px}thead{display:table-header-group}tr,figure{break-inside:avoid}h2{break-after:avoid}}";

/// The bytes of the file, as text.
pub fn html(report: &Report) -> String {
    let title = escaped(&report.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title><style>{STYLE}</style></head>\n<body><header><h1>{title}</h1><dl>"
    );
    for (name, text) in &report.facts {
        put(
            &mut out,
            format_args!("<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(text)),
        );
    }
    out.push_str("</dl></header>\n<nav aria-label=\"Contents\"><ul>");
    for part in &report.parts {
        let (id, title) = (part.section.as_str(), part.section.title());
        put(
            &mut out,
            format_args!("<li><a href=\"#{id}\">{title}</a></li>"),
        );
    }
    out.push_str("</ul></nav>\n<main>");
    for part in &report.parts {
        let (id, title) = (part.section.as_str(), part.section.title());
        put(
            &mut out,
            format_args!("\n<section id=\"{id}\"><h2>{title}</h2>"),
        );
        for block in &part.blocks {
            self::block(&mut out, block);
        }
        out.push_str("</section>");
    }
    out.push_str("\n</main></body></html>\n");
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("text grows without fail");
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Text(text) => put(out, format_args!("\n<p>{}</p>", escaped(text))),
        Block::List(items) => {
            out.push_str("\n<ul>");
            for item in items {
                put(out, format_args!("<li>{}</li>", escaped(item)));
            }
            out.push_str("</ul>");
        }
        Block::Table(table) => self::table(out, table),
        Block::Chart(chart) => {
            let (title, drawing) = svg(chart);
            put(
                out,
                format_args!("\n<figure>{drawing}<figcaption>{title}</figcaption></figure>"),
            );
        }
    }
}

fn table(out: &mut String, table: &Table) {
    let caption = escaped(&table.caption);
    put(
        out,
        format_args!(
            "\n<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table><caption>{caption}</caption><thead><tr>"
        ),
    );
    let is_numeric = |column: usize| {
        table
            .rows
            .iter()
            .any(|row| row.get(column).is_some_and(|entry| entry.number.is_some()))
    };
    for (column, heading) in table.headings.iter().enumerate() {
        let class = if is_numeric(column) {
            " class=\"n\""
        } else {
            ""
        };
        put(
            out,
            format_args!("<th scope=\"col\"{class}>{}</th>", escaped(heading)),
        );
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("\n<tr>");
        for (column, entry) in row.iter().enumerate() {
            let text = escaped(&entry.text);
            if column == 0 {
                put(out, format_args!("<th scope=\"row\">{text}</th>"));
            } else if entry.number.is_some() {
                put(out, format_args!("<td class=\"n\">{text}</td>"));
            } else {
                put(out, format_args!("<td>{text}</td>"));
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

/// Text that is safe between tags and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !"\n\t".contains(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
