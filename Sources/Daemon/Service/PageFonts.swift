import DICOMCore
import DICOMNetwork
import DICOMObject
package import ThoraxConfiguration

/// The fonts that this machine has for the forms that are drawn, for `thoraxctl check`.
package enum PageFonts {
    /// A script without font: its name, and the Debian package to install.
    package typealias Missing = (script: String, package: String)

    /// The scripts of DICOM's character sets that no installed font has; nil if no peer is sent a PDF or a picture.
    ///
    /// - Throws: `DICOMObjectError` if Pango is not installed.
    package static func missing(for configuration: DaemonConfiguration) throws -> [Missing]? {
        guard configuration.peers.contains(where: { $0.forms.contains(where: \.isDrawn) }) else { return nil }
        return try PageScript.withoutFont().map { ($0.rawValue, $0.package) }
    }
}
