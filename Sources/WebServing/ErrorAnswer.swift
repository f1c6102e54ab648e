package import Hummingbird
package import OperatorErrors

/// An error as an answer: the status that HTTP has for the case or else that of its kind, and a JSON body that says what
/// failed, what to do, and the number under which the log has it.
package enum ErrorAnswer {
    private struct Body: Encodable {
        let status: Int
        let error: String
        let hint: String
        let request: String
        let details: (any Encodable)?

        private enum CodingKeys: CodingKey {
            case status, error, hint, request
        }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(status, forKey: .status)
            try members.encode(error, forKey: .error)
            try members.encode(hint, forKey: .hint)
            try members.encode(request, forKey: .request)
            try details?.encode(to: encoder)
        }
    }

    static func response(to error: any OperatorError, request: String) -> Response {
        let status = status(of: error)
        let answered = error as? any HTTPAnswered
        var response = Response.json(
            Body(
                status: status.code, error: error.description, hint: error.hint, request: request,
                details: answered?.details),
            status: status)
        response.headers.append(contentsOf: answered?.headers ?? [:])
        return response
    }

    package static func status(of error: any OperatorError) -> HTTPResponse.Status {
        (error as? any HTTPAnswered)?.status ?? .init(code: error.fault.httpStatus)
    }
}
