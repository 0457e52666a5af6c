package main

import (
	"bufio"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
)

type sandbox struct {
	uid         string
	key         []byte
	specialised atomic.Bool
}

func newSandbox(uid string) *sandbox {
	key, err := base64.StdEncoding.DecodeString(os.Getenv("HEARTH_IDENTITY_KEY"))
	if err != nil || uid == "" {
		fmt.Fprintln(os.Stderr, "HEARTH_SANDBOX_UID and HEARTH_IDENTITY_KEY are required")
		os.Exit(2)
	}
	return &sandbox{uid: uid, key: key}
}

func (s *sandbox) answer(r *request, out *bufio.Writer) {
	switch {
	case r.is("POST /v1/invoke "):
		s.echo(r, out)
	case r.is("GET /v1/hello "):
		nonce := make([]byte, 16)
		rand.Read(nonce)
		r.nonce = base64.StdEncoding.EncodeToString(nonce)
		reply(out, "200 OK", "", fmt.Sprintf(`{"protocol":1,"sandbox":%q,"nonce":%q,"epoch":0}`, s.uid, r.nonce))
	case r.is("POST /v1/hello "):
		reply(out, "200 OK", "Hearth-Identity: "+s.identity(r.nonce)+"\r\n", s.state(r))
	case r.is("GET /v1/state "):
		reply(out, "200 OK", "", s.state(r))
	case r.is("POST /v1/specialise "):
		if s.specialised.Swap(true) {
			reply(out, "409 Conflict", "", `{"errorType":"AlreadySpecialised","errorMessage":"This sandbox has its function."}`)
		} else {
			reply(out, "200 OK", "", `{"state":"idle","initMs":0.1}`)
		}
	case r.is("POST /v1/drain "):
		reply(out, "202 Accepted", "", "{}")
		if len(os.Args) < 2 {
			out.Flush()
			os.Exit(0)
		}
	case r.is("GET /healthz "):
		reply(out, "200 OK", "", "{}")
	default:
		reply(out, "404 Not Found", "", `{"errorType":"NotFound","errorMessage":"No such path."}`)
	}
}

func (s *sandbox) echo(r *request, out *bufio.Writer) {
	out.WriteString("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nHearth-Duration-Us: 1\r\n")
	if r.tail {
		out.WriteString("Hearth-Log-Tail: \r\n")
	}
	out.WriteString("Content-Length: ")
	out.Write(strconv.AppendInt(out.AvailableBuffer(), int64(len(r.body)), 10))
	out.WriteString("\r\n\r\n")
	out.Write(r.body)
}

func (s *sandbox) identity(nonce string) string {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "hearth-identity-1\n%s\n%s", s.uid, nonce)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func (s *sandbox) state(r *request) string {
	state := "spare"
	if s.specialised.Load() {
		state = "idle"
	}
	epoch := string(r.epoch)
	if epoch == "" {
		epoch = "0"
	}
	return fmt.Sprintf(`{"sandbox":%q,"epoch":%s,"state":%q}`, s.uid, epoch, state)
}

func reply(out *bufio.Writer, status, headers, body string) {
	fmt.Fprintf(out, "HTTP/1.1 %s\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		status, headers, len(body), body)
}
