/// The implementation that writes an object or answers an association (PS3.7 D.3.3.2).
package enum Implementation {
    package static let classUID = UID(known: "2.25.235713326057815371833474836177654717519")
    /// Version of the programs, their documents and their package; defined only here.
    package static let version = "0.3.0"
    /// What received files name as their writer. Without the version, the same object gives the same file and the same hash
    /// before and after an upgrade.
    package static let name = "THORAXD"
    /// At most 16 characters.
    package static let versionName = "\(name)_\(version)"
}
