package import DICOMCore

/// Who writes a draft: the daemon with the model it runs, as observer (PS3.16 TID 1004) and as equipment.
package struct ReportingDevice: Sendable, Equatable {
    package var manufacturer: String
    /// The report model's name. Like every text here a Long String (VR LO): at most 64 characters, without `\`.
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

    /// Cuts and cleans what is no Long String: a model of any name must not cost a study its draft.
    package init(
        manufacturer: String, modelName: String, modelVersion: String, weightsHash: String, serialNumber: String,
        softwareVersion: String, name: String
    ) {
        self.manufacturer = Self.longString(manufacturer)
        self.modelName = Self.longString(modelName)
        self.modelVersion = Self.longString(modelVersion)
        self.weightsHash = weightsHash
        self.serialNumber = Self.longString(serialNumber)
        self.softwareVersion = Self.longString(softwareVersion)
        self.name = Self.longString(name)
    }

    /// Device UID: changes with the model, its weights and the installation, and with nothing else.
    package var uid: UID { .derived(from: ["device"] + identity) }

    /// What a document's identity depends on besides its study and images.
    var identity: [String] { [manufacturer, modelName, modelVersion, weightsHash, serialNumber] }

    /// Software Versions (0018,1020): the daemon, the model, the weights.
    var softwareVersions: [String] {
        [softwareVersion, modelNameAndVersion, "weights \(weightsHash.prefix(16))"]
    }

    /// The version whole where it can be, since it tells two models of a long name apart.
    private var modelNameAndVersion: String {
        let room = max(24, 63 - modelVersion.unicodeScalars.count)
        let name = Self.longString(modelName, limit: room)
        return Self.longString("\(name) \(modelVersion)")
    }

    /// The text as a Long String: whole characters up to the limit, blanks for what the standard forbids, and never
    /// empty.
    static func longString(_ text: String, limit: Int = 64) -> String {
        var result = ""
        var count = 0
        for character in text {
            let isForbidden =
                character == "\\" || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            let next = isForbidden ? " " : character
            count += next.unicodeScalars.count
            guard count <= limit else { break }
            result.append(next)
        }
        while result.last == " " { result.removeLast() }
        return result.isEmpty ? "unnamed" : result
    }

    /// Every text that goes into a document, for the choice of its character set.
    var texts: [String] { [manufacturer, modelName, serialNumber, name] + softwareVersions }
}
