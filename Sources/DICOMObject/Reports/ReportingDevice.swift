package import DICOMCore

/// Who writes a draft: the daemon with the model it runs, as observer (PS3.16 TID 1004) and as equipment.
package struct ReportingDevice: Sendable, Equatable {
    package var manufacturer: String
    /// The report model's name, at most 64 characters, like every text here.
    package var modelName: String
    package var modelVersion: String
    /// Hash of the model's weights, in hexadecimal.
    package var weightsHash: String
    /// Tells this installation from others with the same model.
    package var serialNumber: String
    /// The daemon's version.
    package var softwareVersion: String
    /// The name that stands for the installation in its documents: its AE title.
    package var name: String

    package init(
        manufacturer: String, modelName: String, modelVersion: String, weightsHash: String, serialNumber: String,
        softwareVersion: String, name: String
    ) {
        self.manufacturer = manufacturer
        self.modelName = modelName
        self.modelVersion = modelVersion
        self.weightsHash = weightsHash
        self.serialNumber = serialNumber
        self.softwareVersion = softwareVersion
        self.name = name
    }

    /// Device UID: changes with the model, its weights and the installation, and with nothing else.
    package var uid: UID { .derived(from: ["device"] + identity) }

    /// What a document's identity depends on besides its study and images.
    var identity: [String] { [manufacturer, modelName, modelVersion, weightsHash, serialNumber] }

    /// Software Versions (0018,1020): the daemon, the model, the weights.
    var softwareVersions: [String] {
        [softwareVersion, "\(modelName) \(modelVersion)", "weights \(weightsHash.prefix(16))"]
    }

    /// Every text that goes into a document, for the choice of its character set.
    var texts: [String] { [manufacturer, modelName, serialNumber, name] + softwareVersions }
}
