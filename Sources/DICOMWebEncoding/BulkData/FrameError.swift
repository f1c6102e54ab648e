package import DICOMCore
package import OperatorErrors

/// Why a frame of an object cannot be given.
package enum FrameError: OperatorError, Equatable {
    case noPixelData
    case noFrame(Int, of: Int)
    /// Frames do not begin at bytes, are shorter than stated, or nothing says where one ends.
    case notSeparable
    case unreadable(HeaderScanError)
    /// Not coded in the form that was asked for: no memory, or DCMTK cannot be used.
    case notCoded(reason: String)

    package var description: String {
        switch self {
        case .noPixelData: "the instance has no pixel data"
        case .noFrame(let number, let count): "there is no frame \(number): the instance has \(count)"
        case .notSeparable: "the instance does not say where its frames begin and end"
        case .unreadable(let error): error.description
        case .notCoded(let reason): "the frame was not coded: \(reason)"
        }
    }

    package var hint: String {
        switch self {
        case .noPixelData: "Retrieve the instance or its metadata."
        case .noFrame: "Number of Frames (0028,0008) in the metadata says which frames there are."
        case .notSeparable: "Retrieve the instance as it is stored: application/dicom; transfer-syntax=*."
        case .unreadable(let error): error.hint
        case .notCoded: "Retrieve the frame as it is stored, or as samples: application/octet-stream."
        }
    }

    package var fault: FaultKind {
        switch self {
        case .noPixelData, .noFrame: .notFound
        case .notSeparable: .malformed
        case .unreadable(let error): error.fault
        case .notCoded: .unavailable
        }
    }
}
