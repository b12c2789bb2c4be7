//! Reports: every number that is in the result is in the report, text is safe, equal input gives equal bytes.

use std::ops::ControlFlow;

use prospect_simulate::engine::{SimulationSettings, simulate};
use prospect_simulate::examples;
use prospect_simulate::plan::{PathSets, Plan};
use prospect_simulate::report::{Block, Entry, Report, ReportSection, Subject, html};
use prospect_simulate::scenario::Scenario;

fn report(scenario: &Scenario, iterations: u64, sections: &[ReportSection]) -> Report {
    let plan = Plan::compile(scenario, &PathSets::default()).expect("the example compiles");
    let settings = SimulationSettings {
        iterations,
        seed: 7,
        ..SimulationSettings::default()
    };
    let result = (iterations > 0)
        .then(|| simulate(&plan, &settings, |_| ControlFlow::Continue(())).expect("it runs"));
    let subject = Subject {
        scenario,
        case: &plan.base_case(),
        simulation: result.as_ref(),
        version: Some("example v1"),
        as_of: None,
    };
    Report::new(&subject, sections)
}

fn find<'a>(report: &'a Report, section: ReportSection, row: &str) -> &'a [Entry] {
    let parts = report.parts.iter().filter(|part| part.section == section);
    let tables = parts
        .flat_map(|part| &part.blocks)
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
    let mut rows = tables.flat_map(|table| &table.rows);
    let found = rows.find(|entries| entries[0].text == row);
    found.unwrap_or_else(|| panic!("there is no row {row}"))
}

#[test]
fn the_printed_study_stands_in_the_report() {
    let report = report(
        &examples::VIZCACHITAS_2023.scenario(),
        500,
        &ReportSection::ALL,
    );
    let npv = find(
        &report,
        ReportSection::Results,
        "NPV after tax, flows at mid of period",
    );
    // Table 22.8 of the study prints 2,776 M US$.
    let value = npv[1].number.expect("a number");
    assert!((value / 1_000.0 - 2_776.0).abs() < 2.8, "{value}");
    assert_eq!(npv[3].text, "headline timing");
    let copper = find(&report, ReportSection::Assumptions, "Prices: Copper, deck");
    assert_eq!(copper[1].number, Some(3.68));
    assert_eq!(copper[2].text, "US$/lb");
    assert_eq!(copper[3].text, "follows a price path");
    assert_eq!(copper[4].text, "Table 22.1, p. 351");
    let mining = find(&report, ReportSection::Assumptions, "Costs: Mining, amount");
    assert_eq!(mining[3].text, "factor pert(0.88, 1, 1.3)");
    assert_eq!(report.parts.len(), ReportSection::ALL.len());
    let odds = find(&report, ReportSection::Simulation, "P(NPV < 0)");
    assert!((0.0..=1.0).contains(&odds[1].number.expect("a share")));
}

#[test]
fn equal_input_gives_equal_bytes_and_every_section_its_heading() {
    let scenario = examples::OKO_WEST_2025.scenario();
    let page = html::html(&report(&scenario, 300, &ReportSection::ALL));
    assert_eq!(
        page,
        html::html(&report(&scenario, 300, &ReportSection::ALL))
    );
    for section in ReportSection::ALL {
        assert!(
            page.contains(&format!("<section id=\"{}\">", section.as_str())),
            "{section:?}"
        );
    }
    assert!(page.contains(&scenario.content_hash()));
    assert!(
        !page.contains("NaN") && !page.contains("inf,"),
        "a chart without a place"
    );
    for outside in ["http:", "https:", "<script", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn a_base_case_has_no_simulated_sections() {
    let report = report(&examples::OKO_WEST_2025.scenario(), 0, &ReportSection::ALL);
    let has = |section| report.parts.iter().any(|part| part.section == section);
    assert!(!has(ReportSection::Simulation) && !has(ReportSection::Sensitivity));
    assert!(has(ReportSection::CashFlow));
    let chosen = self::report(
        &examples::OKO_WEST_2025.scenario(),
        0,
        &[ReportSection::Methods],
    );
    assert_eq!(chosen.parts.len(), 1);
}

#[test]
fn what_people_type_is_text_in_the_page() {
    let mut scenario = examples::OKO_WEST_2025.scenario();
    scenario.name = "<script>alert('x')</script>".to_owned();
    scenario.costs[0].name = "\"><img src=x onerror=y>".to_owned();
    scenario.uncertain[0].label = "a & b <b>".to_owned();
    let page = html::html(&report(&scenario, 100, &ReportSection::ALL));
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"));
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)"));
}

#[test]
fn sections_are_read_from_words() {
    let read = ReportSection::list("results, cash-flow").expect("known words");
    assert_eq!(read, [ReportSection::Results, ReportSection::CashFlow]);
    for section in ReportSection::ALL {
        assert_eq!(ReportSection::list(section.as_str()), Ok(vec![section]));
    }
    assert!(ReportSection::list("results,tables").is_err());
    assert!(ReportSection::list("").is_err());
}
