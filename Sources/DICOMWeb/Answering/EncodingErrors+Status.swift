import DICOMWebEncoding
package import Hummingbird
import OperatorErrors
import WebServing

extension NotAcceptable: HTTPAnswered {
    package var status: HTTPResponse.Status { .notAcceptable }
}

extension MultipartError: HTTPAnswered {
    package var status: HTTPResponse.Status {
        if case .otherType = self { .unsupportedMediaType } else { .init(code: fault.httpStatus) }
    }
}
