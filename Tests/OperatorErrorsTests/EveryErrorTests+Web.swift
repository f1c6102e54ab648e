import OperatorErrors
import Testing
import WebAccess
import WebServing

extension EveryErrorTests {
    @Test func `the web front's errors`() {
        check(
            samples(
                .invalid,
                [
                    WebError.target(limit: 1), WebError.unreadableQuery("r"), WebError.repeatedParameter("limit"),
                    WebError.parameter("limit", expected: "a number"), WebError.place("study", expected: "a UID"),
                    WebError.host, WebError.method(allowed: ["GET"]), WebError.encodedBody("gzip"),
                    WebError.body("r"), WebError.slowBody(seconds: 1), SignInError.missing,
                    SignInError.notAProxy(header: "h"),
                    AccountError.unfitPassword("r"),
                    WebError.rangeNotSatisfiable(length: 1),
                    TokenError.invalidName, TokenError.inThePast,
                ])
                + samples(
                    .notFound,
                    [
                        WebError.noRoute, WebError.notStored("the study"), AccountError.noSession(1),
                        TokenError.noSuchToken("a"),
                    ])
                + samples(
                    .forbidden,
                    [
                        WebError.signedOut, WebError.role("viewer"), WebError.crossSite("r"), SignInError.wrong,
                        SignInError.noAccount, WebError.unauthenticated("r"), WebError.scope("read"),
                    ])
                + samples(
                    .busy,
                    [
                        WebError.busy(limit: 1), SignInError.tooMany(seconds: 1), AccountError.busy(limit: 8),
                    ])
                + samples(
                    .tooLarge,
                    [
                        WebError.tooLarge("m", limit: 1), WebError.tooManyImages(limit: 1),
                        WebError.tooManyParts(limit: 1),
                    ])
                + samples(.malformed, [AccountError.unusableHash, WebError.damaged("r"), WebError.notRendered("r")])
                + samples(.duplicate, [TokenError.nameTaken("a"), .nameOfCaller("a")]))
    }
}
