package dev.mailcask.web;

/// What is wrong with a request as a request: no port of the appliance had a part in it.
final class HttpProblem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  HttpProblem(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  static HttpProblem badRequest(String subject, String detail, String hint) {
    return of(400, "bad-request", "Not a valid request", subject, detail, hint);
  }

  static HttpProblem notFound(String subject, String detail, String hint) {
    return of(404, "not-found", "Not found", subject, detail, hint);
  }

  static HttpProblem signedOut() {
    return of(401, "signed-out", "Not signed in", "session", "nobody is signed in", "sign in");
  }

  static HttpProblem forbidden(String detail, String hint) {
    return of(403, "forbidden", "Not allowed", "request", detail, hint);
  }

  static HttpProblem of(
      int status, String kind, String title, String subject, String detail, String hint) {
    return new HttpProblem(Problem.of(status, kind, title, subject, detail, hint));
  }
}
