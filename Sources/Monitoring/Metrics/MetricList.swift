/// Every metric; one that is not listed here is not exported.
///
/// `ArchitectureTests` checks the sources, the dashboard and the alert rules against this list.
package enum MetricList {
    package static let all = fronts + rows + processes
}
