package checktest

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func serve(t *testing.T) *httptest.Server {
	srv := httptest.NewServer(http.FileServer(http.Dir(Dir)))
	t.Cleanup(srv.Close)
	return srv
}
