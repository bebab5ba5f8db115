package service

import (
	"testing"

	"github.com/usager/usager/checks/checktest"
)

func TestPages(t *testing.T) { checktest.Pages(t, Family, nil) }
