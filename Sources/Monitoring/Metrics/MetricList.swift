/// Every metric there is: what no line here names is not shown.
///
/// The sources, the dashboard and the alert rules are held to it by `ArchitectureTests`.
package enum MetricList {
    package static let all = fronts + rows + processes
}
