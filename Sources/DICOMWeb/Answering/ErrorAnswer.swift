import DICOMWebEncoding
import Hummingbird
import OperatorErrors

/// An error as an answer: the status that HTTP has for the case or else that of its kind, and a JSON body that says what
/// failed, what to do, and the number under which the log has it.
enum ErrorAnswer {
    private struct Body: Encodable {
        let status: Int
        let error: String
        let hint: String
        let request: String
    }

    static func response(to error: any OperatorError, request: String) -> Response {
        let status = status(of: error)
        var response = Response.json(
            Body(status: status.code, error: error.description, hint: error.hint, request: request), status: status)
        switch error {
        case WebError.method(let allowed): response.headers[.allow] = allowed.joined(separator: ", ")
        case WebError.unauthenticated: response.headers[.wwwAuthenticate] = "Bearer"
        case WebError.rangeNotSatisfiable(let length): response.headers[.contentRange] = "bytes */\(length)"
        default: break
        }
        return response
    }

    /// RFC 9110 section 15.
    static func status(of error: any OperatorError) -> HTTPResponse.Status {
        switch error {
        case WebError.target: .uriTooLong
        case WebError.host: .misdirectedRequest
        case WebError.method: .methodNotAllowed
        case WebError.unauthenticated: .unauthorized
        case WebError.encodedBody, MultipartError.otherType: .unsupportedMediaType
        case WebError.rangeNotSatisfiable: .rangeNotSatisfiable
        // The client asked correctly.
        case WebError.damaged, WebError.notRendered: .internalServerError
        case is NotAcceptable: .notAcceptable
        default: .init(code: error.fault.httpStatus)
        }
    }
}
